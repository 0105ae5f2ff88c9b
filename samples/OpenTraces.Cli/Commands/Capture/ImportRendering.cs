using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Capture;

internal static class ImportRendering
{
    public static void WriteJson(Utf8JsonWriter w, IReadOnlyList<ImportResult> results)
    {
        w.WriteStartObject();
        w.WriteNumber("imported", Count(results, IngestOutcome.Imported));
        w.WriteNumber("updated", Count(results, IngestOutcome.Updated));
        w.WriteNumber("unchanged", Count(results, IngestOutcome.Unchanged));
        w.WriteNumber("forgotten", Count(results, IngestOutcome.Forgotten));
        w.WriteStartArray("unsupported");
        foreach (var result in results.Where(r => r.UnsupportedFormat is not null))
        {
            w.WriteStartObject();
            WritePlace(w, result);
            w.WriteString("format", result.UnsupportedFormat);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartArray("failed");
        foreach (var result in results.Where(r => r.Error is not null))
        {
            w.WriteStartObject();
            WritePlace(w, result);
            w.WriteString("reason", result.Error!.Message);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartArray("traces");
        foreach (var result in results.Where(r => r.Receipt is not null))
            WriteTrace(w, result);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter w, ImportResult result)
    {
        w.WriteStartObject();
        w.WriteString("trace_id", result.Receipt!.TraceId.ToString());
        w.WriteString("agent", result.Trace!.Agent);
        w.WriteString("session_id", result.Trace.SessionId);
        w.WriteNumber("generation", result.Receipt.Generation);
        WritePlace(w, result);
        w.WriteNumber("steps", result.Trace.Steps);
        w.WriteNumber("patches", result.Trace.Patches);
        WriteLines(w, result.Report!.Lines);
        WriteReport(w, result.Report);
        w.WriteEndObject();
    }

    /// <summary>Why entries were ignored, which were malformed, and what was left open.</summary>
    private static void WriteReport(Utf8JsonWriter w, ParseReport report)
    {
        var json = new ArrayBufferWriter<byte>();
        TraceJson.WriteReport(json, report);
        w.WritePropertyName("report");
        w.WriteRawValue(json.WrittenSpan);
    }

    /// <summary>The file, and the line of a file that holds a session to a line.</summary>
    private static void WritePlace(Utf8JsonWriter w, ImportResult result)
    {
        w.WriteString("path", result.Path);
        if (result.Line is { } line)
            w.WriteNumber("line", line);
    }

    public static void WriteLines(Utf8JsonWriter w, LineCounts lines)
    {
        w.WriteStartObject("lines");
        w.WriteNumber("total", lines.Total);
        w.WriteNumber("mapped", lines.Mapped);
        w.WriteNumber("folded", lines.Folded);
        w.WriteNumber("carried", lines.Carried);
        w.WriteNumber("ignored", lines.Ignored);
        w.WriteNumber("malformed", lines.Malformed);
        w.WriteEndObject();
    }

    public static void WriteScreen(IAnsiConsole screen, IReadOnlyList<ImportResult> results)
    {
        var taken = results.Where(r => r.Receipt is { Outcome: not IngestOutcome.Forgotten }).ToList();
        if (taken.Count > 0)
            screen.Write(TraceTable(taken));
        foreach (var result in taken.Where(r => r.Report!.MalformedLines.Count > 0))
            screen.MarkupLineInterpolated($"[yellow]malformed[/] {result.Path}: {Malformed(result.Report!)}");
        screen.MarkupLineInterpolated(
            $"[bold]{Count(results, IngestOutcome.Imported)}[/] imported, {Count(results, IngestOutcome.Updated)} updated, {Count(results, IngestOutcome.Unchanged)} unchanged");
        if (Count(results, IngestOutcome.Forgotten) is > 0 and var forgotten)
            screen.MarkupLineInterpolated($"[grey]{forgotten} were forgotten in this bucket and are not taken in again.[/]");
        var unsupported = results.Where(r => r.UnsupportedFormat is not null)
            .GroupBy(r => r.UnsupportedFormat!, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        if (unsupported.Count > 0)
            screen.MarkupLineInterpolated($"[grey]Not read: {string.Join(", ", unsupported.Select(g => $"{g.Count()} {g.Key}"))}[/]");
        foreach (var failed in results.Where(r => r.Error is not null))
            screen.MarkupLineInterpolated($"[red]failed[/] {failed.Path}: {failed.Error!.Message}");
    }

    private static Table TraceTable(List<ImportResult> taken)
    {
        const int shown = 30;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("trace").NoWrap());
        table.AddColumn(new TableColumn("agent").NoWrap());
        foreach (var name in new[] { "steps", "patches", "entries" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var result in taken.Take(shown))
        {
            var lines = result.Report!.Lines;
            table.AddRow(
                result.Receipt!.TraceId.ToString(),
                Markup.Escape(result.Trace!.Agent),
                Number(result.Trace.Steps),
                Number(result.Trace.Patches),
                lines.Malformed == 0 ? Number(lines.Total) : $"{Number(lines.Total)} [yellow]({lines.Malformed} malformed)[/]");
        }

        if (taken.Count > shown)
            table.AddRow($"[grey]and {taken.Count - shown} more; --json lists them all[/]");
        return table;
    }

    private static string Malformed(ParseReport report)
    {
        const int shown = 5;
        var text = string.Join(", ", report.MalformedLines.Take(shown).Select(static l => $"line {l.Line} {l.Cause}"));
        return report.Lines.Malformed > shown ? $"{text} and {report.Lines.Malformed - shown} more; --json lists them" : text;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Count(IReadOnlyList<ImportResult> results, IngestOutcome outcome) =>
        results.Count(r => r.Receipt?.Outcome == outcome);
}
