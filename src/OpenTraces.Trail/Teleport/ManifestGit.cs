namespace OpenTraces.Trail.Teleport;

/// <summary>What the bundle of a workspace holds.</summary>
internal sealed record ManifestGit
{
    public required bool SelfContained { get; init; }

    public required bool Sha256 { get; init; }

    /// <summary>The commit to check out.</summary>
    public required string Head { get; init; }

    /// <summary>The commits that took the trace's changes, in ordinal order.</summary>
    public required IReadOnlyList<string> Commits { get; init; }

    /// <summary>The commits in the bundle whose parents are not; in ordinal order, and empty for a thin bundle.</summary>
    public required IReadOnlyList<string> Boundary { get; init; }

    /// <summary>The commits that a clone must have to fetch the bundle, in ordinal order.</summary>
    public required IReadOnlyList<string> Prerequisites { get; init; }

    public required int Objects { get; init; }
}
