namespace OpenTraces.Trail.Git;

/// <summary>What differs between two trees.</summary>
internal sealed record TreeDiff(TreePair Trees, IReadOnlyList<FileChange> Changes);
