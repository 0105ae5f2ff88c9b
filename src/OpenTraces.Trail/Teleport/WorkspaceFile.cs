namespace OpenTraces.Trail.Teleport;

/// <summary>The only names that files of a workspace have: nothing in it is looked for by a name that it gives itself.</summary>
internal static class WorkspaceFile
{
    public const string Manifest = "manifest.json";
    public const string Trace = "trace.json";
    public const string Patches = "patches.jsonl";
    public const string Anchors = "anchors.jsonl";
    public const string Bundle = "git.bundle";

    /// <summary>The folder of the repository once a workspace is opened.</summary>
    public const string Repository = "repository";

    public static IReadOnlyList<string> Texts { get; } = [Anchors, Patches, Trace];
}
