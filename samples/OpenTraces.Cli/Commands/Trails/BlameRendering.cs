using System.Text.Json;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BlameRendering
{
    public static void WriteCommit(Utf8JsonWriter w, CommitBlame blame)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.blame.v1");
        w.WriteString("commit", blame.Commit);
        w.WriteString("subject", blame.Subject);
        w.WriteStartObject("coverage");
        w.WriteNumber("claimed", blame.ClaimedLines);
        w.WriteNumber("attributed", blame.AttributedLines);
        w.WriteNumber("total", blame.AddedLines);
        w.WriteNumber("ratio", blame.AddedLines == 0 ? 0 : Math.Round((double)blame.AttributedLines / blame.AddedLines, 4));
        w.WriteEndObject();
        w.WriteStartArray("traces");
        foreach (var trace in blame.Traces)
        {
            w.WriteStartObject();
            w.WriteString("trace_id", trace.TraceId.ToString());
            w.WriteString("session_id", trace.SessionId);
            w.WriteString("agent", trace.Agent);
            w.WriteString("tier", trace.Tier);
            w.WriteStartArray("patches");
            foreach (var patch in trace.Patches)
                WriteAnchor(w, patch);
            w.WriteEndArray();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    /// <summary>A patch and where it landed, as an object of its own.</summary>
    public static void WriteAnchor(Utf8JsonWriter w, PatchAnchor anchor)
    {
        w.WriteStartObject();
        WriteAnchorMembers(w, anchor);
        w.WriteEndObject();
    }

    public static void WriteAnchorMembers(Utf8JsonWriter w, PatchAnchor anchor)
    {
        w.WriteString("trace_patch_id", anchor.Patch.PatchId);
        w.WriteString("git_anchor_id", anchor.AnchorId);
        w.WriteNumber("step_index", anchor.Patch.Content.StepIndex);
        w.WriteString("tool_call_id", anchor.Patch.Content.ToolCallId);
        w.WriteString("file_path", anchor.Patch.Content.FilePath);
        w.WriteString("commit", anchor.Commit);
        w.WriteString("path", anchor.Path);
        w.WriteString("tier", anchor.Tier);
        w.WriteString("firmness", anchor.Commit is null ? null : anchor.Firm ? "firm_observed" : "provisional");
        w.WriteStartArray("lines");
        foreach (var line in anchor.Lines)
            w.WriteNumberValue(line);
        w.WriteEndArray();
        w.WriteStrings("limitations", anchor.Limitations);
    }

    public static void WriteFile(Utf8JsonWriter w, FileBlame blame)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.blame_line.v1");
        w.WriteString("commit", blame.Commit);
        w.WriteString("path", blame.Path);
        w.WriteStartArray("lines");
        foreach (var line in blame.Lines)
        {
            w.WriteStartObject();
            w.WriteNumber("line", line.Line);
            w.WriteString("text", line.Text);
            w.WriteString("commit", line.Commit);
            w.WriteString("relation", line.Anchor is null ? "unknown" : "anchored_in_git");
            if (line.Anchor is { } anchor)
            {
                w.WriteString("trace_id", anchor.Patch.TraceId.ToString());
                w.WriteString("address", TraceAddress.OfStep(anchor.Patch.TraceId, anchor.Patch.Content.StepIndex).ToString());
                w.WriteNumber("step_index", anchor.Patch.Content.StepIndex);
                w.WriteString("trace_patch_id", anchor.Patch.PatchId);
                w.WriteString("tier", anchor.Tier);
                w.WriteString("firmness", line.Firm ? "firm_observed" : "provisional");
            }

            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void ShowCommit(IAnsiConsole screen, CommitBlame blame)
    {
        screen.MarkupLineInterpolated($"[yellow]{blame.Commit[..10]}[/] {blame.Subject}");
        screen.MarkupLineInterpolated($"[grey]{blame.ClaimedLines} of {blame.AddedLines} added lines come from a session, {blame.AttributedLines} of them firmly[/]");
        if (blame.Traces.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("step").NoWrap());
        table.AddColumns("file", "lines", "evidence");
        foreach (var trace in blame.Traces)
        {
            foreach (var patch in trace.Patches)
            {
                table.AddRow(
                    TraceAddress.OfStep(trace.TraceId, patch.Patch.Content.StepIndex).ToString(),
                    Markup.Escape(patch.Path ?? patch.Patch.Content.FilePath),
                    LineRanges.Of(patch.Lines),
                    patch.Firm ? Markup.Escape(patch.Tier) : $"[grey]{Markup.Escape(patch.Tier)} (provisional)[/]");
            }
        }

        screen.Write(table);
    }

    public static void ShowFile(IAnsiConsole screen, FileBlame blame)
    {
        var width = blame.Lines.Count == 0 ? 1 : blame.Lines[^1].Line.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        foreach (var line in blame.Lines)
        {
            var source = line.Anchor is { } anchor
                ? $"[green]{anchor.Patch.TraceId.ToString()[..8]}:{anchor.Patch.Content.StepIndex,-4}[/]"
                : "[grey]-            [/]";
            screen.MarkupLine($"[yellow]{line.Commit[..8]}[/] {source} {line.Line.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width)} {Markup.Escape(line.Text)}");
        }
    }
}
