using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Bucket;

/// <summary>
/// A commit in which the patches of a trace were looked for, and what was found. It stays when the commit is amended, rebased away or
/// collected: what Git says of a trace can be told from these alone.
/// </summary>
[Experimental("OT0001")]
public sealed record ObservedCommit
{
    /// <summary>The repository, by an id that does not depend on where it is checked out.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>The full id of the commit.</summary>
    public required string CommitSha { get; init; }

    /// <summary>The full ids of its parents, in order.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>The full id of its tree.</summary>
    public required string Tree { get; init; }

    /// <summary>Git's stable patch id, which a rebase or cherry-pick keeps; null for a merge and a commit without changes.</summary>
    public string? PatchId { get; init; }

    /// <summary>The committer time.</summary>
    public required DateTimeOffset CommitterTime { get; init; }

    /// <summary>
    /// Only those patches whose answer is new: that this commit accepted them, or, where the commit is the one the search began from,
    /// that none did.
    /// </summary>
    public required IReadOnlyList<ObservedPatch> Patches { get; init; }

    /// <summary>When the store took it in; set by the store.</summary>
    public DateTimeOffset ObservedAt { get; init; }
}
