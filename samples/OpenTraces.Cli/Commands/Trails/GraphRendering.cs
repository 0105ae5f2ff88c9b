using System.Globalization;
using System.Text.Json;
using OpenTraces.Trail.Graphs;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class GraphRendering
{
    public static void WriteJson(Utf8JsonWriter w, CommitGraph graph, string? svg)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.graph.v1");
        w.WriteString("mode", graph.Trace is null ? "commit" : "trace");
        w.WriteString("pivot_trace_id", graph.Trace?.ToString());
        w.WriteString("svg", svg);
        w.WriteNumber("count", graph.Commits.Count);
        w.WriteBoolean("truncated", graph.Truncated);
        w.WriteStartArray("commits");
        foreach (var commit in graph.Commits)
            WriteCommit(w, commit);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, CommitGraph graph, string? svg)
    {
        ShowCommits(screen, graph);
        if (svg is not null)
            screen.MarkupLineInterpolated($"[grey]drawn into {svg}[/]");
    }

    private static void ShowCommits(IAnsiConsole screen, CommitGraph graph)
    {
        if (graph.Commits.Count == 0)
        {
            screen.MarkupLine(graph.Trace is null ? "[grey]No commit lies in that range.[/]" : "[grey]No commit here took a change of the trace.[/]");
            return;
        }

        var rows = GraphLanes.Of(graph.Commits);
        var width = rows.Max(r => r.Lines.Select(l => Math.Max(l.From, l.To)).Append(r.Lane).Max()) * 2 + 2;
        for (var i = 0; i < rows.Count; i++)
        {
            var commit = graph.Commits[i];
            var lanes = LaneText.OfCommit(rows[i], commit.Traces.Count > 0 ? '●' : '○').PadRight(width);
            screen.MarkupLine($"{Markup.Escape(lanes)}[yellow]{commit.Id[..10]}[/] {Markup.Escape(commit.Subject)}{Traces(commit)}");
            if (LaneText.Below(rows[i]) is { } below)
                screen.WriteLine(below);
        }

        if (graph.Truncated)
            screen.MarkupLineInterpolated($"[grey]The newest {graph.Commits.Count}; --limit shows more.[/]");
    }

    private static string Traces(GraphCommit commit) => string.Concat(commit.Traces.Select(t => string.Create(
        CultureInfo.InvariantCulture, $"  [{(t.Firm ? "green" : "grey")}]{t.TraceId.ToString()[..8]} +{t.Lines}[/]")));

    private static void WriteCommit(Utf8JsonWriter w, GraphCommit commit)
    {
        w.WriteStartObject();
        w.WriteString("sha", commit.Id);
        w.WriteString("short_sha", commit.Id[..10]);
        w.WriteString("subject", commit.Subject);
        w.WriteString("timestamp", commit.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        w.WriteStartArray("parents");
        foreach (var parent in commit.Parents)
            w.WriteStringValue(parent);
        w.WriteEndArray();
        w.WriteStartArray("traces");
        foreach (var trace in commit.Traces)
        {
            w.WriteStartObject();
            w.WriteString("trace_id", trace.TraceId.ToString());
            w.WriteNumber("line_count", trace.Lines);
            w.WriteStartArray("files");
            foreach (var file in trace.Files)
                w.WriteStringValue(file);
            w.WriteEndArray();
            w.WriteString("firmness", trace.Firm ? "firm_observed" : "provisional");
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }
}
