using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.Trail;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class TrackRendering
{
    /// <summary>Narrower screens need their room for the file.</summary>
    private const int WidthForIds = 120;

    public static void WriteJson(Utf8JsonWriter w, TraceTracking tracking) => WriteJson(w, tracking.TraceId, tracking.Head, tracking.Patches, truncated: false);

    /// <param name="w">Where it goes.</param>
    /// <param name="trace">The one trace whose changes these are; null for a choice from all.</param>
    /// <param name="head">The commit survival is judged at; null when there is no change.</param>
    /// <param name="patches">The changes.</param>
    /// <param name="truncated">There are more than these.</param>
    public static void WriteJson(Utf8JsonWriter w, TraceId? trace, string? head, IReadOnlyList<PatchTracking> patches, bool truncated)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.track.v1");
        w.WriteString("trace_id", trace?.ToString());
        w.WriteString("head", head);
        w.WriteNumber("count", patches.Count);
        w.WriteBoolean("truncated", truncated);
        w.WriteStartObject("states");
        foreach (var group in patches.GroupBy(p => SurvivalNames.Of(p.State), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            w.WriteNumber(group.Key, group.Count());
        w.WriteEndObject();
        w.WriteStartArray("patches");
        foreach (var patch in patches)
        {
            w.WriteStartObject();
            w.WriteString("trace_id", patch.Anchor.Patch.TraceId.ToString());
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

        screen.Write(Table(screen, tracking));
        screen.MarkupLineInterpolated($"[grey]judged at {tracking.Head[..10]}[/]");
        if (elsewhere is not null)
            screen.MarkupLineInterpolated($"[yellow]The session ran in {elsewhere}, not in this repository; --repo says which one to ask.[/]");
    }

    public static void ShowMany(IAnsiConsole screen, string? head, IReadOnlyList<PatchTracking> patches, bool truncated)
    {
        if (head is null)
        {
            screen.MarkupLine("[grey]No change that is held is one of them.[/]");
            return;
        }

        screen.Write(Table(screen, patches, p => TraceAddress.OfStep(p.TraceId, p.Content.StepIndex).ToString()));
        screen.MarkupLineInterpolated($"[grey]judged at {head[..10]}[/]");
        if (truncated)
            screen.MarkupLineInterpolated($"[grey]There are more than these {patches.Count}; --limit says how many are listed.[/]");
    }

    public static Table Table(IAnsiConsole screen, TraceTracking tracking) =>
        Table(screen, tracking.Patches, p => string.Create(CultureInfo.InvariantCulture, $":{p.Content.StepIndex}"));

    private static Table Table(IAnsiConsole screen, IReadOnlyList<PatchTracking> patches, Func<TracePatch, string> step)
    {
        var withIds = screen.Profile.Width >= WidthForIds;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("step").NoWrap());
        table.AddColumns("file", "landed in", "lines alive", "state");
        if (withIds)
            table.AddColumns("--patch", "--anchor");
        foreach (var patch in patches)
        {
            string[] cells =
            [
                step(patch.Anchor.Patch),
                Markup.Escape(patch.CurrentPath ?? patch.Anchor.Path ?? Shorten(patch.Anchor.Patch.Content)),
                patch.Anchor.Commit is { } commit ? $"[yellow]{commit[..10]}[/]" : "[grey]-[/]",
                string.Create(CultureInfo.InvariantCulture, $"{patch.LinesAlive}/{patch.LinesWritten}"),
                $"[{Colour(patch.State)}]{SurvivalNames.Of(patch.State)}[/]",
            ];
            table.AddRow(withIds ? [.. cells, patch.Anchor.Patch.PatchId[..8], patch.Anchor.AnchorId?[..8] ?? "[grey]-[/]"] : cells);
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
