using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Output;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

internal static class QueryRendering
{
    public static void WriteJson(Utf8JsonWriter w, SearchResult result, TimeSpan elapsed)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteNumber("count", result.Hits.Count);
        w.WriteBoolean("truncated", result.Truncated);
        w.WriteStartArray("candidates");
        foreach (var hit in result.Hits)
            WriteCandidate(w, hit);
        w.WriteEndArray();
        w.WriteStartObject("telemetry");
        w.WriteNumber("duration_ms", Math.Round(elapsed.TotalMilliseconds, 3));
        w.WriteEndObject();
        FreshnessJson.Write(w, result.Freshness);
        w.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter w, SearchHit hit)
    {
        w.WriteStartObject();
        w.WriteString("trace_id", hit.Trace.TraceId.ToString());
        w.WriteString("unit_id", $"tu:{hit.Trace.TraceId}:trace");
        w.WriteString("unit_type", "trace");
        w.WriteString("address", hit.Address.ToString());
        w.WriteNumber("score", Math.Round(hit.Score, 3));
        w.WriteString("title", hit.Trace.Title);
        w.WriteString("snippet", hit.Snippet);
        w.WriteString("agent", hit.Trace.Agent);
        w.WriteString("session_id", hit.Trace.SessionId);
        w.WriteString("project", hit.Trace.Project);
        w.WriteString("model", hit.Trace.Model);
        w.WriteString("timestamp_start", hit.Trace.TimestampStart);
        w.WriteString("timestamp_end", hit.Trace.TimestampEnd);
        w.WriteNumber("generation", hit.Trace.Generation);
        w.WriteNumber("steps", hit.Trace.Steps);
        w.WriteNumber("patches", hit.Trace.Patches);
        w.WriteStrings("files", hit.Files);
        w.WriteStrings("tools", hit.Tools);
        w.WriteStrings("skills", hit.Skills);
        w.WriteEndObject();
    }

    public static void WriteScreen(IAnsiConsole screen, SearchResult result)
    {
        if (result.Hits.Count == 0)
        {
            if (result.Freshness.StaleReason == "no_index")
                return;
            screen.MarkupLine("[grey]Nothing matches. Fewer words or filters find more.[/]");
            return;
        }

        foreach (var hit in result.Hits)
        {
            screen.MarkupLineInterpolated(
                $"[blue]{hit.Address}[/] {hit.Trace.Agent} [grey]{(hit.Trace.TimestampEnd is { Length: >= 10 } end ? end[..10] : "")}[/]");
            var room = Math.Max(40, screen.Profile.Width - 3);
            screen.MarkupLineInterpolated($"  {Preview.Of(hit.Trace.Title, room)}");
            if (hit.Snippet.Length > 0 && !hit.Snippet.StartsWith(hit.Trace.Title, StringComparison.Ordinal) && !hit.Trace.Title.StartsWith(hit.Snippet, StringComparison.Ordinal))
                screen.MarkupLineInterpolated($"  [grey]{Preview.Of(hit.Snippet, room)}[/]");
        }

        if (result.Truncated)
            screen.MarkupLine("[grey]There are more; raise --limit or add a filter.[/]");
        if (result.Freshness.Stale)
            screen.MarkupLineInterpolated($"[yellow]The index is behind the log ({result.Freshness.StaleReason}).[/]");
    }
}
