namespace OpenTraces.Trail.History;

/// <summary>Commits by number, a parent before its children, and what each did to the lines of files.</summary>
internal interface IHistoryView
{
    int Count { get; }

    string IdOf(int commit);

    /// <summary>The parents' numbers; -1 for one that lies before this history begins.</summary>
    IReadOnlyList<int> ParentsOf(int commit);

    /// <summary>The commits that a commit's message says it reverts, by number.</summary>
    IReadOnlyList<int> RevertsOf(int commit);

    /// <summary>What became of files between a parent and the commit; null when nothing that matters changed.</summary>
    IReadOnlyList<FileDelta>? DeltasOf(int commit, int parent);
}
