using OpenTraces.Trail.Anchors;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.History;

/// <summary>A history in memory: of the commits the graph, of the changes those that touch files with patches.</summary>
internal sealed class HistoryLog : IHistoryView
{
    /// <summary>A time that more commits have tells nothing of them.</summary>
    private const int MaxCopies = 16;

    private readonly List<GitCommit> _commits;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[][] _parents;
    private readonly IReadOnlyList<FileDelta>?[][] _deltas;
    private readonly ILookup<DateTimeOffset, int> _byAuthorTime;

    /// <param name="commits">A parent before its children.</param>
    public HistoryLog(List<GitCommit> commits)
    {
        _commits = commits;
        _byAuthorTime = Enumerable.Range(0, commits.Count).ToLookup(i => commits[i].AuthorTime);
        for (var i = 0; i < commits.Count; i++)
            _numbers[commits[i].Id] = i;
        _parents = new int[commits.Count][];
        _deltas = new IReadOnlyList<FileDelta>?[commits.Count][];
        for (var i = 0; i < commits.Count; i++)
        {
            _parents[i] = [.. commits[i].Parents.Select(NumberOf)];
            _deltas[i] = new IReadOnlyList<FileDelta>?[Math.Max(1, _parents[i].Length)];
        }
    }

    public int Count => _commits.Count;

    public string IdOf(int commit) => _commits[commit].Id;

    public GitCommit Commit(int commit) => _commits[commit];

    /// <summary>
    /// The commit, from before a patch was made, that had the patch's text already: the one it was found in, or the one that is a copy of,
    /// as cherry-picking makes one, which keeps the author's time; null where there is none.
    /// </summary>
    public int? FindEarlier(CommitMatch match)
    {
        var patch = match.Match.Patch;
        if (!patch.IsBefore(_commits[match.Commit].CommitterTime))
            return match.Commit;
        var alike = _byAuthorTime[_commits[match.Commit].AuthorTime];
        foreach (var other in alike.Skip(MaxCopies).Any() ? [] : alike)
        {
            if (other != match.Commit && !patch.IsBefore(_commits[other].CommitterTime) && Adds(other, match.Match))
                return other;
        }

        return null;
    }

    public IReadOnlyList<int> ParentsOf(int commit) => _parents[commit];

    public IReadOnlyList<int> RevertsOf(int commit) =>
        _commits[commit].Reverts.Count == 0 ? [] : [.. _commits[commit].Reverts.Select(NumberOf).Where(n => n >= 0)];

    public IReadOnlyList<FileDelta>? DeltasOf(int commit, int parent) => _deltas[commit][parent];

    public void Set(int commit, int parent, IReadOnlyList<FileDelta> deltas) => _deltas[commit][parent] = deltas;

    /// <summary>The number of a commit; -1 when it lies before this history begins.</summary>
    public int NumberOf(string id) => _numbers.GetValueOrDefault(id, -1);

    /// <summary>For each commit whether it is the given one or an ancestor of it.</summary>
    public bool[] AncestorsOf(int commit)
    {
        var reached = new bool[Count];
        if (commit < 0)
            return reached;
        reached[commit] = true;
        for (var i = commit; i >= 0; i--)
        {
            if (!reached[i])
                continue;
            foreach (var parent in _parents[i])
            {
                if (parent >= 0)
                    reached[parent] = true;
            }
        }

        return reached;
    }

    /// <summary>True when a commit adds to one file every line that another holds of a patch.</summary>
    private bool Adds(int commit, PatchMatch match) => match.Lines.Count > 0 && _deltas[commit].Any(side => side?.Any(delta =>
    {
        var added = delta.Hunks.SelectMany(h => h.AddedLines ?? []).ToHashSet();
        return match.Lines.All(l => match.Patch.Content.Added[l.PatchLine].Length == 0 || added.Contains(match.Patch.Added.Exact[l.PatchLine]));
    }) == true);
}
