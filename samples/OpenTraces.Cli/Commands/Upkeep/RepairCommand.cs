using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class RepairCommand
{
    public static Command Build(CliHost host)
    {
        var command = new Command("repair", "Make again what can be made from what is intact; damaged files are put aside, never deleted.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Buckets.RequireFolder(host);
            RepairReport report;
            using (var progress = new UpkeepProgressOutput(host, parsed, "bucket repair"))
                report = await TraceBucket.RepairAsync(host.BucketFolder, null, progress, cancellationToken);
            var sessions = await FindSessionsAsync(host, report, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, report, sessions), cancellationToken);
            else
                Show(host.Screen, report, sessions);
            return IsWhole(report) ? ExitCode.Ok : ExitCode.Integrity;
        });
        return command;
    }

    private static async Task<AffectedSessions> FindSessionsAsync(CliHost host, RepairReport report, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        return await AffectedSessions.FindAsync(bucket, report.Incomplete.Concat(report.Log?.Behind ?? []), cancellationToken);
    }

    private static bool IsWhole(RepairReport report) => report.Incomplete.Count == 0 && !report.IsLogLost && report.Log is not ({ Behind.Count: > 0 } or { LostEvents: > 0 });

    private static void Write(Utf8JsonWriter w, RepairReport report, AffectedSessions sessions)
    {
        w.WriteStartObject();
        w.WriteString("status", IsWhole(report) ? "ok" : "partial");
        w.WriteBoolean("description_restored", report.Description);
        if (report.Log is { } log)
        {
            w.WriteStartObject("log");
            w.WriteNumber("last_intact_event", log.LastIntact);
            w.WriteStrings("segments_put_aside", log.Segments);
            w.WriteNumber("traces_restored", log.Restored);
            w.WriteNumber("events_lost", log.LostEvents);
            w.WriteStrings("traces_behind", log.Behind.Select(t => t.ToString()));
            w.WriteEndObject();
        }

        w.WriteBoolean("log_lost", report.IsLogLost);
        w.WriteStrings("segments_rewritten", report.Segments);
        w.WriteNumber("objects_lost", report.LostObjects);
        w.WriteStrings("traces_restored", report.Restored.Select(t => t.ToString()));
        w.WriteNumber("envelopes_rewritten", report.Envelopes);
        w.WriteBoolean("manifest_regenerated", report.Manifest);
        w.WriteBoolean("index_rebuilt", report.Index);
        w.WriteStrings("incomplete_traces", report.Incomplete.Select(t => t.ToString()));
        sessions.Write(w);
        w.WriteEndObject();
    }

    private static void Show(IAnsiConsole screen, RepairReport report, AffectedSessions sessions)
    {
        var done = new List<string>();
        if (report.Description)
            done.Add("bucket.json was lost and written anew");
        if (report.Log is { } log)
            done.Add(string.Create(CultureInfo.InvariantCulture, $"the log kept to event {log.LastIntact} and {log.Restored} traces said again behind it, {log.LostEvents} events lost; the bucket has a new id"));
        if (report.Segments.Count > 0)
            done.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Segments.Count} damaged segments moved to quarantine ({report.LostObjects} objects lost)"));
        if (report.Restored.Count > 0)
            done.Add(string.Create(CultureInfo.InvariantCulture, $"the log said again what {report.Restored.Count} traces had and it had lost"));
        if (report.Envelopes > 0)
            done.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Envelopes} envelopes written anew"));
        if (report.Manifest)
            done.Add("the manifest counted anew");
        if (report.Index)
            done.Add("the search index built anew");
        screen.WriteLine(done.Count == 0 ? "There was nothing to repair." : string.Join("; ", done) + ".");
        if (report.IsLogLost)
            screen.MarkupLine("[red]lost[/] the log has no event, and there are objects: of an import that was killed, or of sessions whose log is lost; import your sessions again");
        else if (report.Log is { LostEvents: > 0 })
            screen.MarkupLineInterpolated($"[red]lost[/] {report.Log.LostEvents} events that nothing tells of; import your sessions again, which costs no space where they are held");
        foreach (var trace in report.Log?.Behind ?? [])
            screen.MarkupLineInterpolated($"[red]behind[/] {trace}: an event about it is lost; import its session again");
        foreach (var trace in report.Incomplete)
            screen.MarkupLineInterpolated($"[red]incomplete[/] {trace}: import its session again");
        sessions.Show(screen);
    }
}
