using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>What a branch has beyond its base, as the repository and the store tell it.</summary>
internal sealed record Branch
{
    public required string Base { get; init; }

    public required string Head { get; init; }

    public required string MergeBase { get; init; }

    /// <summary>A parent before its children.</summary>
    public required IReadOnlyList<BranchCommit> Commits { get; init; }

    /// <summary>Those that a commit took something from.</summary>
    public required IReadOnlyDictionary<TraceId, TraceSummary> Traces { get; init; }

    public IEnumerable<BranchPart> Parts => Commits.SelectMany(c => c.Parts);
}
