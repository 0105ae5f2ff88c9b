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
            // First, and again nothing the second time: the log of calls is not the bucket's, and would bring patches of the trace back.
            await ForgetCallsAsync(host, bucket, id, cancellationToken);
            ForgetReceipt receipt;
            using (var progress = new UpkeepProgressOutput(host, parsed, "trace forget"))
                receipt = await bucket.ForgetAsync(id, null, progress, cancellationToken);
            var rows = await DatasetStore.CountRowsAsync(host, bucket, id, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, receipt, rows), cancellationToken);
            else
                Show(host.Screen, receipt, rows);
            return receipt.Complete ? ExitCode.Ok : ExitCode.Busy;
        });
        return command;
    }

    /// <summary>Of a session that other traces have too, its sub-agents for instance, only the calls of this one.</summary>
    private static async Task ForgetCallsAsync(CliHost host, TraceBucket bucket, TraceId id, CancellationToken cancellationToken)
    {
        if (await bucket.FindSummaryAsync(id, cancellationToken) is not { } known)
            return;
        var isShared = false;
        await foreach (var other in bucket.ListAsync(cancellationToken: cancellationToken))
            isShared |= other.TraceId != id && other.Agent == known.Agent && other.SessionId == known.SessionId;
        HashSet<string>? calls = null;
        if (isShared)
        {
            calls = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var step in bucket.ReadStepsAsync(id, 1, int.MaxValue, cancellationToken))
                calls.UnionWith(step.ToolCalls.Select(c => c.ToolCallId));
        }

        await new CallLog(host.CallsFolder).DeleteAsync(known.Agent, known.SessionId, calls, cancellationToken);
    }

    private static void Write(Utf8JsonWriter w, ForgetReceipt receipt, IReadOnlyDictionary<string, int> rows)
    {
        w.WriteStartObject();
        w.WriteString("status", receipt.Complete ? "ok" : "pending");
        w.WriteString("trace_id", receipt.TraceId.ToString());
        w.WriteNumber("tombstone", receipt.Tombstone);
        w.WriteString("pending", receipt.Pending);
        w.WriteNumber("objects_removed", receipt.RemovedObjects);
        w.WriteNumber("segments_rewritten", receipt.SegmentsRewritten);
        w.WriteBoolean("index_purged", receipt.IndexPurged);
        w.WriteStartObject("remains");
        w.WriteNumber("shared_objects", receipt.SharedObjects);
        w.WriteStrings("shared_with", receipt.SharedWith.Select(t => t.ToString()));
        w.WriteNumber("events_without_text", receipt.EventsKept);
        w.WriteStrings("quarantined_files", receipt.Quarantined);
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

    private static void Show(IAnsiConsole screen, ForgetReceipt receipt, IReadOnlyDictionary<string, int> rows)
    {
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Trace {receipt.TraceId} is forgotten: {receipt.RemovedObjects:N0} objects removed, {receipt.SegmentsRewritten} segments rewritten{(receipt.IndexPurged ? ", the search index purged" : "")}."));
        if (receipt.Pending is { } pending)
            screen.MarkupLineInterpolated($"[yellow]Not complete:[/] {pending}.");
        if (receipt.SharedObjects > 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{receipt.SharedObjects:N0} objects remain because {receipt.SharedWith.Count} other traces need them too."));
        foreach (var (dataset, count) in rows)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} rows of dataset '{dataset}' were made from it and remain, wherever that was published."));
        foreach (var file in receipt.Quarantined)
            screen.WriteLine($"{file} is a copy of damaged bytes and may hold some of it.");
        screen.MarkupLineInterpolated($"[grey]{receipt.EventsKept} events without text stay in the log; the tombstone keeps the session from being imported again.[/]");
    }
}
