using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Commands.Upkeep;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

internal static class ForgetCommand
{
    public static Command Build(CliHost host)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace id." };
        var command = new Command("forget", "Remove a trace from this bucket for good, and keep it from being imported again.") { trace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = TraceAddress.Parse(parsed.GetRequiredValue(trace));
            if (address.IsStep || address.IsSpan)
                throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "trace forget removes a whole trace; leave the step out of the address.");
            await using var bucket = await Buckets.OpenExistingAsync(host, cancellationToken);
            var id = await Buckets.RequireIdAsync(bucket, address.Trace, cancellationToken);
            var log = new LoggedCalls(new CallLog(host.CallsFolder), bucket);
            // First, while the bucket knows which they are: the log of calls is not the bucket's.
            var known = await bucket.FindSummaryAsync(id, cancellationToken);
            var removed = known is null ? 0 : await log.RemoveAsync(known, cancellationToken);
            ForgetReceipt receipt;
            using (var progress = new UpkeepProgressOutput(host, parsed, "trace forget"))
                receipt = await bucket.ForgetAsync(id, null, progress, cancellationToken);
            if (known is null)
                removed = await log.RemoveUnclaimedAsync(receipt.Key, cancellationToken);
            var calls = new CallsForgotten(removed, await log.CountUnclaimedAsync(receipt.Key, cancellationToken));
            var rows = await DatasetStore.CountRowsAsync(host, bucket, id, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, receipt, calls, rows), cancellationToken);
            else
                Show(host.Screen, receipt, calls, rows);
            return receipt.Complete ? ExitCode.Ok : ExitCode.Busy;
        });
        return command;
    }

    private static void Write(Utf8JsonWriter w, ForgetReceipt receipt, CallsForgotten calls, IReadOnlyDictionary<string, int> rows)
    {
        w.WriteStartObject();
        w.WriteString("status", receipt.Complete ? "ok" : "pending");
        w.WriteString("trace_id", receipt.TraceId.ToString());
        w.WriteNumber("tombstone", receipt.Tombstone);
        w.WriteString("pending", receipt.Pending);
        w.WriteNumber("objects_removed", receipt.RemovedObjects);
        w.WriteNumber("segments_rewritten", receipt.SegmentsRewritten);
        w.WriteBoolean("index_purged", receipt.IndexPurged);
        w.WriteNumber("calls_removed", calls.Removed);
        w.WriteStartObject("remains");
        w.WriteNumber("shared_objects", receipt.SharedObjects);
        w.WriteStrings("shared_with", receipt.SharedWith.Select(t => t.ToString()));
        w.WriteNumber("events_without_text", receipt.EventsKept);
        w.WriteStrings("quarantined_files", receipt.Quarantined);
        w.WriteNumber("calls_of_no_trace", calls.Unclaimed);
        w.WriteStartArray("dataset_rows");
        foreach (var (dataset, count) in rows)
        {
            w.WriteStartObject();
            w.WriteString("dataset", dataset);
            w.WriteNumber("rows", count);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Show(IAnsiConsole screen, ForgetReceipt receipt, CallsForgotten calls, IReadOnlyDictionary<string, int> rows)
    {
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Trace {receipt.TraceId} is forgotten: {receipt.RemovedObjects:N0} objects removed, {receipt.SegmentsRewritten} segments rewritten{(receipt.IndexPurged ? ", the search index purged" : "")}."));
        if (receipt.Pending is { } pending)
            screen.MarkupLineInterpolated($"[yellow]Not complete:[/] {pending}.");
        if (receipt.SharedObjects > 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{receipt.SharedObjects:N0} objects remain because {receipt.SharedWith.Count} other traces need them too."));
        if (calls.Unclaimed > 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls.Unclaimed} calls of its session wait for a trace that is not held, a sub-agent's for instance. Forget it again to remove them too."));
        foreach (var (dataset, count) in rows)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} rows of dataset '{dataset}' were made from it and remain, wherever that was published."));
        foreach (var file in receipt.Quarantined)
            screen.WriteLine($"{file} is a copy of damaged bytes and may hold some of it.");
        screen.MarkupLineInterpolated($"[grey]{receipt.EventsKept} events without text stay in the log; the tombstone keeps the session from being imported again.[/]");
    }
}
