using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.PullRequests;

/// <summary>A commit of a branch and what it took from which trace.</summary>
internal sealed record BranchCommit
{
    public required GitCommit Commit { get; init; }

    /// <summary>Lines that no parent has.</summary>
    public required int AddedLines { get; init; }

    public required LineageGap Gap { get; init; }

    /// <summary>Most patches first, then by trace id.</summary>
    public required IReadOnlyList<BranchPart> Parts { get; init; }

    public bool IsMerge => Commit.Parents.Count > 1;

    /// <summary>Of the added lines those that a patch put there, with whatever evidence.</summary>
    public int TakenLines =>
        Parts.SelectMany(p => p.Patches).SelectMany(p => p.Anchor.Lines.Select(l => (p.Anchor.Path, l))).Distinct().Count();
}
