namespace OpenTraces.Trail.Git;

/// <summary>Says what is needed of a changed file.</summary>
/// <param name="change">The file.</param>
/// <param name="all">Every file that changed between the two trees.</param>
internal delegate DiffText DiffWish(FileChange change, IReadOnlyList<FileChange> all);
