using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class VerifyCommand
{
    private const int DefaultSample = 100;

    public static Command Build(CliHost host)
    {
        var sample = new Option<int?>("--sample") { Description = "Read so many objects, events and traces; default 100.", HelpName = "N" }.FromOne();
        var full = new Option<bool>("--full") { Description = "Read everything." };
        var command = new Command("verify", "Recompute digests and follow references; names what is damaged (exit 7). Writes nothing.") { sample, full };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new VerifyOptions { Sample = Sample(parsed.GetValue(sample), parsed.GetValue(full)) };
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            VerifyReport report;
            using (var progress = new UpkeepProgressOutput(host, parsed, "bucket verify"))
                report = await bucket.VerifyAsync(options, progress, cancellationToken);
            var sessions = await AffectedSessions.FindAsync(bucket, report.Issues.SelectMany(i => i.Traces), cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, report, sessions), cancellationToken);
            else
                Show(host.Screen, report, sessions);
            return report.Ok ? ExitCode.Ok : ExitCode.Integrity;
        });
        return command;
    }

    private static int? Sample(int? sample, bool full)
    {
        if (full && sample is not null)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "Give --full or --sample N, not both.");
        return full ? null : sample ?? DefaultSample;
    }

    private static void Write(Utf8JsonWriter w, VerifyReport report, AffectedSessions sessions)
    {
        w.WriteStartObject();
        w.WriteString("status", report.Ok ? "ok" : "damaged");
        w.WriteBoolean("ok", report.Ok);
        w.WriteBoolean("full", report.Full);
        w.WriteNumber("events", report.Events);
        w.WriteNumber("segments", report.Segments);
        w.WriteNumber("objects", report.Objects);
        w.WriteNumber("bytes", report.Bytes);
        w.WriteNumber("traces", report.Traces);
        w.WriteNumber("count", report.Issues.Count);
        w.WriteStartArray("issues");
        foreach (var issue in report.Issues)
        {
            w.WriteStartObject();
            w.WriteString("kind", issue.Kind);
            w.WriteString("path", issue.Path);
            if (issue.Offset is { } offset)
                w.WriteNumber("offset", offset);
            if (issue.Length is { } length)
                w.WriteNumber("length", length);
            if (issue.Address is { } address)
                w.WriteString("address", address);
            w.WriteString("message", issue.Message);
            w.WriteStrings("traces", issue.Traces.Select(t => t.ToString()));
            w.WriteEndObject();
        }

        w.WriteEndArray();
        sessions.Write(w);
        w.WriteStrings("next_steps", NextSteps(report));
        w.WriteEndObject();
    }

    /// <summary>A repair brings nothing back that is gone: that only the session can.</summary>
    private static string[] NextSteps(VerifyReport report) =>
        report.Ok ? []
        : report.Issues.All(i => i.Kind == "object_missing") ? ["capture import PATH"]
        : report.Issues.All(i => i.Kind == "index_damaged") ? ["bucket rebuild"]
        : ["bucket repair"];

    private static void Show(IAnsiConsole screen, VerifyReport report, AffectedSessions sessions)
    {
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(report.Full ? "Read everything" : "Read a sample")}: {report.Objects:N0} objects ({ByteText.Of(report.Bytes)}) in {report.Segments} segments, {report.Events:N0} events, {report.Traces:N0} traces."));
        if (report.Ok)
        {
            screen.MarkupLine(report.Full ? "[green]Nothing is wrong.[/]" : "[green]Nothing is wrong with it.[/] [grey]All of it: opentraces bucket verify --full[/]");
            return;
        }

        var table = new Table().RoundedBorder().AddColumns("what", "where", "traces", "message");
        foreach (var issue in report.Issues)
        {
            table.AddRow(
                Markup.Escape(issue.Kind),
                Markup.Escape(issue.Path is null ? issue.Address ?? "" : string.Create(CultureInfo.InvariantCulture, $"{issue.Path}{(issue.Offset is { } at ? $"@{at}" : "")}")),
                Markup.Escape(string.Join('\n', issue.Traces)),
                Markup.Escape(issue.Message));
        }

        screen.Write(table);
        sessions.Show(screen);
        foreach (var step in NextSteps(report))
            screen.MarkupLineInterpolated($"[grey]Next: opentraces {step}[/]");
    }
}
