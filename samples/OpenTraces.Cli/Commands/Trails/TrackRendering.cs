using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.Trail;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class TrackRendering
{
    public static void WriteJson(Utf8JsonWriter w, TraceTracking tracking)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.track.v1");
        w.WriteString("trace_id", tracking.TraceId.ToString());
        w.WriteString("head", tracking.Head);
        w.WriteNumber("count", tracking.Patches.Count);
        w.WriteStartObject("states");
        foreach (var group in tracking.Patches.GroupBy(p => SurvivalNames.Of(p.State), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            w.WriteNumber(group.Key, group.Count());
        w.WriteEndObject();
        w.WriteStartArray("patches");
        foreach (var patch in tracking.Patches)
        {
            w.WriteStartObject();
            BlameRendering.WriteAnchorMembers(w, patch.Anchor);
            w.WriteStartObject("current_survival");
            w.WriteString("survival_state", SurvivalNames.Of(patch.State));
            w.WriteNumber("lines_alive", patch.LinesAlive);
            w.WriteNumber("lines_written", patch.LinesWritten);
            w.WriteString("current_path", patch.CurrentPath);
            w.WriteString("ended_by", patch.EndedBy);
            w.WriteEndObject();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, TraceTracking tracking, string? elsewhere = null)
    {
        if (tracking.Patches.Count == 0)
        {
            screen.MarkupLine("[grey]The session changed no files.[/]");
            return;
        }

        screen.Write(Table(tracking));
        screen.MarkupLineInterpolated($"[grey]judged at {tracking.Head[..10]}[/]");
        if (elsewhere is not null)
            screen.MarkupLineInterpolated($"[yellow]The session ran in {elsewhere}, not in this repository; --repo says which one to ask.[/]");
    }

    public static Table Table(TraceTracking tracking)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("step", "file", "landed in", "lines alive", "state");
        foreach (var patch in tracking.Patches)
        {
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $":{patch.Anchor.Patch.Content.StepIndex}"),
                Markup.Escape(patch.CurrentPath ?? patch.Anchor.Path ?? Shorten(patch.Anchor.Patch.Content)),
                patch.Anchor.Commit is { } commit ? $"[yellow]{commit[..10]}[/]" : "[grey]-[/]",
                string.Create(CultureInfo.InvariantCulture, $"{patch.LinesAlive}/{patch.LinesWritten}"),
                $"[{Colour(patch.State)}]{SurvivalNames.Of(patch.State)}[/]");
        }

        return table;
    }

    /// <summary>The path below the session's own folder, where it lies there.</summary>
    private static string Shorten(PatchDraft patch) =>
        patch.WorkingDirectory is { Length: > 0 } folder && patch.FilePath.StartsWith(folder + "/", StringComparison.Ordinal)
            ? patch.FilePath[(folder.Length + 1)..]
            : patch.FilePath;

    private static string Colour(SurvivalState state) => state switch
    {
        SurvivalState.AliveOnPath or SurvivalState.AliveMoved => "green",
        SurvivalState.AliveTransformed or SurvivalState.PartiallyPreserved or SurvivalState.Repaired => "yellow",
        SurvivalState.Reverted or SurvivalState.Lost => "red",
        _ => "grey",
    };
}
