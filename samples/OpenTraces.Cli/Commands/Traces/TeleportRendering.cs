using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Output;
using OpenTraces.Trail.Teleport;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

internal static class TeleportRendering
{
    public static void Write(Utf8JsonWriter w, TraceWorkspace made)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", TraceWorkspace.SchemaVersion);
        w.WriteString("workspace_id", made.WorkspaceId);
        w.WriteString("trace_id", made.TraceId.ToString());
        w.WriteString("output", made.Folder);
        w.WriteString("git", NameOf(made.Git));
        w.WriteStrings("commits", made.Commits);
        w.WriteNumber("patches", made.Patches);
        w.WriteNumber("anchored", made.Anchored);
        w.WriteNumber("redactions", made.Redactions);
        w.WriteStrings("limitations", made.Limitations);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, OpenedWorkspace opened)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", TraceWorkspace.SchemaVersion);
        w.WriteString("workspace_id", opened.WorkspaceId);
        w.WriteString("trace_id", opened.TraceId.ToString());
        w.WriteString("into", opened.Folder);
        w.WriteString("repository", opened.Repository);
        w.WriteString("head", opened.Head);
        w.WriteStrings("commits", opened.Commits);
        w.WriteStrings("prerequisites", opened.Prerequisites);
        w.WriteStrings("limitations", opened.Limitations);
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, TraceWorkspace made)
    {
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Trace {made.TraceId} is in {made.Folder}: {made.Patches} patches, {Landed(made)}, {made.Redactions} redactions."));
        TeleportLimits.Show(screen, made.Limitations);
        screen.MarkupLineInterpolated($"[grey]Next, on the other machine: opentraces trace teleport open DIR --into DIR[/]");
    }

    public static void Show(IAnsiConsole screen, OpenedWorkspace opened)
    {
        screen.WriteLine($"Trace {opened.TraceId} is in {opened.Folder}.");
        if (opened.Repository is { } repository)
            screen.WriteLine($"{repository} is at {opened.Head}.");
        screen.WriteLine($"Its steps are in trace.json there, its changes in patches.jsonl, the commits that took them in anchors.jsonl.");
        TeleportLimits.Show(screen, opened.Limitations);
        screen.MarkupLineInterpolated($"[grey]Next: {NextOf(opened)}[/]");
    }

    private static string NextOf(OpenedWorkspace opened) => opened switch
    {
        { Repository: { } repository } => $"git -C {repository} log -p",
        { Commits.Count: > 0 } =>
            $"in a clone of the repository, which has what its commits build on: git fetch {Path.Combine(opened.Folder, "git.bundle")} 'refs/opentraces/commits/*:refs/opentraces/commits/*'",
        _ => $"read {Path.Combine(opened.Folder, "trace.json")}",
    };

    /// <summary>Anchors name commits also where none goes along.</summary>
    private static string Landed(TraceWorkspace made) => made.Git == TeleportGit.None && made.Anchored > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{made.Anchored} of them landed in commits that are not carried")
        : string.Create(CultureInfo.InvariantCulture, $"{made.Anchored} of them in {made.Commits.Count} commits");

    private static string? NameOf(TeleportGit git) => git switch
    {
        TeleportGit.SelfContained => "self_contained",
        TeleportGit.Thin => "thin",
        _ => null,
    };
}
