using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail;
using OpenTraces.Trail.Replay;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class ReplayCommand
{
    public static Command Build(CliHost host)
    {
        var repo = new Option<string>("--repo") { Description = "A folder inside the clone that is told.", HelpName = "DIR", Required = true };
        var command = new Command("replay", $"Write what the bucket knows of a clone, redacted, into it, as {ReplayReceipt.Reference} and no other ref.") { repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetRequiredValue(repo)), bucket, cancellationToken: cancellationToken);
            var options = new ReplayOptions
            {
                RedactionKey = await RedactionKey.LoadOrCreateAsync(host.Home, cancellationToken),
                UserNames = [Path.GetFileName(host.UserHome)],
            };
            var receipt = await trail.ReplayAsync(options, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, receipt), cancellationToken);
            else
                Show(host.Screen, receipt);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Utf8JsonWriter w, ReplayReceipt receipt)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.bucket.replay.v1");
        w.WriteString("event_log_ref", ReplayReceipt.Reference);
        w.WriteString("event_log_head", receipt.Head);
        w.WriteString("previous_event_log_head", receipt.PreviousHead);
        w.WriteBoolean("changed", receipt.Head != receipt.PreviousHead);
        w.WriteNumber("batches_added", receipt.BatchesAdded);
        w.WriteNumber("events_added", receipt.EventsAdded);
        w.WriteNumber("event_count", receipt.Events);
        w.WriteStrings("traces", receipt.Traces.Select(t => t.ToString()));
        w.WriteNumber("redactions", receipt.Redactions);
        w.WriteStrings("forgotten_traces", receipt.Forgotten.Select(t => t.ToString()));
        w.WriteEndObject();
    }

    private static void Show(IAnsiConsole screen, ReplayReceipt receipt)
    {
        if (receipt.Head is not { } head)
            screen.WriteLine($"No trace of the bucket has to do with this repository; {ReplayReceipt.Reference} was not written.");
        else if (receipt.EventsAdded == 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ReplayReceipt.Reference} is up to date at {head}: {receipt.Events:N0} events."));
        else
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {ReplayReceipt.Reference}, now {head}: {receipt.EventsAdded:N0} events more, {receipt.Events:N0} in all, of {receipt.Traces.Count:N0} traces; {receipt.Redactions:N0} redactions. No other ref was touched."));
        if (receipt.Forgotten.Count > 0)
            screen.MarkupLineInterpolated($"[yellow]It still tells of {receipt.Forgotten.Count} traces that the bucket no longer holds:[/] git update-ref -d {ReplayReceipt.Reference}, then replay again.");
    }
}
