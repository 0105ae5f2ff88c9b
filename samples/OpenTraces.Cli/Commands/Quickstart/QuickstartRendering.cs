using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Cli.Commands.Datasets;
using OpenTraces.Cli.Commands.Trails;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Quickstart;

internal static class QuickstartRendering
{
    public static void WriteJson(Utf8JsonWriter w, CliHost host, QuickstartReport report)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("source", report.IsSample ? "sample" : "sessions");
        w.WriteString("repository", report.Repository);
        w.WriteString("home", host.Home);
        w.WritePropertyName("import");
        ImportRendering.WriteJson(w, report.Imports);
        w.WriteStartObject("search");
        w.WriteString("words", report.Words);
        w.WriteStrings("addresses", report.Found.Hits.Select(h => h.Address.ToString()));
        w.WriteEndObject();
        w.WriteString("trace_id", report.Shown?.TraceId.ToString());
        w.WriteNumber("turns", report.Turns.Trajectories.Count);
        w.WritePropertyName("track");
        if (report.Tracking is { } tracking)
            TrackRendering.WriteJson(w, tracking);
        else
            w.WriteNullValue();
        w.WriteStartObject("run");
        w.WriteString("dataset", report.Dataset);
        w.WriteNumber("candidate_count", report.Run.Candidates);
        w.WriteNumber("emitted_count", report.Run.Emitted);
        w.WriteNumber("appended_count", report.Run.Appended);
        w.WriteNumber("duplicate_count", report.Run.Duplicates);
        w.WriteNumber("redactions_applied", report.Run.Redactions);
        w.WriteEndObject();
        w.WriteStartObject("rows");
        foreach (var group in report.Rows.GroupBy(r => DatasetRendering.Name(r.State), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            w.WriteNumber(group.Key, group.Count());
        w.WriteEndObject();
        w.WriteStrings("next_commands", NextCommands(host, report));
        w.WriteEndObject();
    }

    public static void Show(CliHost host, QuickstartReport report)
    {
        var screen = host.Screen;
        Heading(screen, report.IsSample ? "Read and keep: the bundled sample" : "Read and keep: your newest sessions here");
        ImportRendering.WriteScreen(screen, report.Imports);
        Heading(screen, $"Find: \"{report.Words}\"");
        foreach (var hit in report.Found.Hits)
            Line(screen, hit.Address.ToString(), hit.Snippet.Length > 0 ? hit.Snippet : hit.Trace.Title);
        if (report.Shown is { } shown)
            ShowTurns(screen, shown, report);
        ShowGit(screen, report);
        Heading(screen, report.IsSample
            ? "Project: one row per ask, through the detectors (approved, because it is the sample)"
            : "Project: one row per ask, through the detectors, waiting for your review");
        if (report.Rows.Count > 0)
            screen.Write(DatasetRendering.RowTable([.. report.Rows.Take(10)]));
        ShowFiles(host, report);
    }

    private static void ShowTurns(IAnsiConsole screen, TraceSummary shown, QuickstartReport report)
    {
        Heading(screen, "Cut: one trajectory per ask");
        foreach (var piece in report.Turns.Trajectories.Take(10))
        {
            Line(screen, $"{shown.TraceId}:{report.Steps[piece.Start].StepIndex}-{report.Steps[piece.End].StepIndex}", piece.Label);
        }
    }

    private static void ShowGit(IAnsiConsole screen, QuickstartReport report)
    {
        Heading(screen, "Tie to Git: what became of each change");
        if (report.Tracking is { } tracking)
            screen.Write(TrackRendering.Table(screen, tracking));
        else
            screen.MarkupLine(report.Repository is null
                ? "[grey]This folder is no Git repository with commits, so nothing can be tied.[/]"
                : "[grey]These sessions changed no files.[/]");
        if (report.Blame is { } blame)
            BlameRendering.ShowCommit(screen, blame);
    }

    private static void ShowFiles(CliHost host, QuickstartReport report)
    {
        Heading(screen: host.Screen, "Where things are");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow("[grey]bucket[/]", Markup.Escape(host.BucketFolder));
        grid.AddRow("[grey]rows[/]", Markup.Escape(Path.Combine(report.DatasetFolder, "data", "train.jsonl")));
        if (report.Repository is { } repository)
            grid.AddRow("[grey]repository[/]", Markup.Escape(repository));
        host.Screen.Write(grid);
        Heading(host.Screen, "Try next");
        foreach (var command in NextCommands(host, report))
            host.Screen.Profile.Out.Writer.WriteLine("  " + command);
    }

    private static List<string> NextCommands(CliHost host, QuickstartReport report)
    {
        var id = report.Shown?.TraceId.ToString() ?? "TRACE";
        var repository = report.IsSample && report.Repository is { } path ? $" --repo {Quote(path)}" : "";
        var edit = report.Tracking?.Patches.FirstOrDefault(p => p.CurrentPath is not null && p.Anchor.Lines.Count > 0);
        string[] commands =
        [
            $"trace query --lex \"{report.Words}\"",
            $"trace get {id}:1",
            edit is null ? $"trace get {id}:last" : $"trail blame file {Quote(LineOf(edit))}{repository}",
            $"trail track {id}{repository}",
            $"dataset review {report.Dataset}",
        ];
        return [.. commands.Select(c => $"{host.CommandName} {c}")];
    }

    /// <summary>A line the agent wrote that is not blank, as <c>PATH:LINE</c>.</summary>
    private static string LineOf(PatchTracking edit)
    {
        var added = edit.Anchor.Patch.Content.Added;
        var offset = Enumerable.Range(0, Math.Min(added.Count, edit.Anchor.Lines.Count))
            .FirstOrDefault(i => !string.IsNullOrWhiteSpace(added[i]));
        return string.Create(CultureInfo.InvariantCulture, $"{edit.CurrentPath}:{edit.Anchor.Lines[offset]}");
    }

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    /// <summary>An address and as much text as fits beside it.</summary>
    private static void Line(IAnsiConsole screen, string address, string text)
    {
        var room = Math.Max(20, screen.Profile.Width - address.Length - 3);
        screen.MarkupLineInterpolated($"[blue]{address}[/] {Preview.Of(text, room)}");
    }

    private static void Heading(IAnsiConsole screen, string text)
    {
        screen.WriteLine();
        screen.MarkupLineInterpolated($"[bold]{text}[/]");
    }
}
