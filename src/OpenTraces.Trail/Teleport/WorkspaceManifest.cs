using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>What a workspace says of itself.</summary>
internal sealed record WorkspaceManifest
{
    public required TraceId TraceId { get; init; }

    public required int Generation { get; init; }

    public required int Steps { get; init; }

    public required int Patches { get; init; }

    public required int Anchored { get; init; }

    public required int Redactions { get; init; }

    /// <summary>Null when nothing of the repository is in it.</summary>
    public required ManifestGit? Git { get; init; }

    /// <summary>In ordinal order of their names.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>In ordinal order.</summary>
    public required IReadOnlyList<string> Limitations { get; init; }

    public ManifestFile File(string name) => Files.Single(f => f.Name == name);
}
