using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>What a commit took from a trace.</summary>
internal sealed record BranchPart
{
    public required TraceId Trace { get; init; }

    /// <summary>By step.</summary>
    public required IReadOnlyList<PatchTracking> Patches { get; init; }

    /// <summary>What the patches were made for: most lines first, then by step.</summary>
    public IReadOnlyList<Ask> Asks { get; init; } = [];

    public int Lines => Patches.SelectMany(p => p.Anchor.Lines.Select(l => (p.Anchor.Path, l))).Distinct().Count();

    public int LinesAlive => Patches.Sum(p => p.LinesAlive);

    public int LinesWritten => Patches.Sum(p => p.LinesWritten);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Files => [.. Patches.Select(p => p.Anchor.Path!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
