using System.Globalization;
using System.Text.Json;
using OpenTraces.Trail;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class TraceBlameRendering
{
    public static void Write(Utf8JsonWriter w, TraceBlame blame)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.blame_trace.v1");
        w.WriteStartObject("trace");
        w.WriteString("trace_id", blame.TraceId.ToString());
        w.WriteString("agent", blame.Agent);
        w.WriteString("session_id", blame.SessionId);
        w.WriteString("name", blame.Title);
        w.WriteString("model", blame.Model);
        w.WriteNumber("lines", blame.Files.Sum(f => f.Lines));
        w.WriteEndObject();
        w.WriteString("head", blame.Head);
        w.WriteStartArray("commits");
        foreach (var commit in blame.Commits)
            Write(w, commit);
        w.WriteEndArray();
        w.WriteStartArray("files");
        foreach (var file in blame.Files)
        {
            w.WriteStartObject();
            w.WriteString("path", file.Path);
            w.WriteNumber("lines", file.Lines);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, TraceBlame blame)
    {
        screen.MarkupLineInterpolated($"[yellow]{blame.TraceId.ToString()}[/] {blame.Title}");
        if (blame.Commits.Count == 0)
        {
            screen.MarkupLine("[grey]No commit of this repository holds its changes.[/]");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("commit").NoWrap());
        table.AddColumn("subject");
        table.AddColumn(new TableColumn("lines").RightAligned());
        table.AddColumn("evidence");
        foreach (var commit in blame.Commits)
        {
            table.AddRow(
                commit.Commit[..10], Markup.Escape(commit.Subject),
                string.Create(CultureInfo.InvariantCulture, $"{commit.Lines} of {commit.AddedLines}"), Markup.Escape(commit.Tier));
        }

        screen.Write(table);
        foreach (var file in blame.Files)
            screen.MarkupLineInterpolated($"[grey]{file.Lines,6}[/] {file.Path}");
    }

    private static void Write(Utf8JsonWriter w, TraceBlameCommit commit)
    {
        w.WriteStartObject();
        w.WriteString("sha", commit.Commit);
        w.WriteString("msg", commit.Subject);
        w.WriteString("committed_at", commit.CommittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        w.WriteNumber("linesInCommit", commit.Lines);
        w.WriteNumber("totalCommitLines", commit.AddedLines);
        w.WriteString("pct", commit.AddedLines == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * commit.Lines / commit.AddedLines}%"));
        w.WriteString("source", "trail_events");
        w.WriteString("tier", commit.Tier);
        w.WriteStartArray("patches");
        foreach (var patch in commit.Patches)
            BlameRendering.WriteAnchor(w, patch);
        w.WriteEndArray();
        w.WriteEndObject();
    }
}
