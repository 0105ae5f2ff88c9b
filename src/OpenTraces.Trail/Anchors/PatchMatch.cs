namespace OpenTraces.Trail.Anchors;

/// <summary>A patch found in a commit.</summary>
internal sealed record PatchMatch
{
    public required PreparedPatch Patch { get; init; }

    public required string Path { get; init; }

    /// <summary>One of <see cref="Schema.EvidenceTier"/>'s values.</summary>
    public required string Tier { get; init; }

    /// <summary>Sorted by <see cref="MatchedLine.Number"/>.</summary>
    public IReadOnlyList<MatchedLine> Lines { get; init; } = [];

    /// <summary>Every line of the patch is there.</summary>
    public required bool Complete { get; init; }

    /// <summary>The text says enough to tell it from others.</summary>
    public required bool Distinct { get; init; }

    /// <summary>Several places or patches are equally good: the commit may hold it, but nobody can say so.</summary>
    public bool Ambiguous { get; init; }

    public IReadOnlyList<string> Limitations { get; init; } = [];
}
