using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.History;

/// <summary>A history in memory: of the commits the graph, of the changes those that touch files with patches.</summary>
internal sealed class HistoryLog : IHistoryView
{
    private readonly List<GitCommit> _commits;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[][] _parents;
    private readonly IReadOnlyList<FileDelta>?[][] _deltas;
    private readonly Dictionary<DateTimeOffset, DateTimeOffset> _firstTimes = [];

    /// <param name="commits">A parent before its children.</param>
    /// <param name="all">These and the others, of which a copy may be among these.</param>
    public HistoryLog(List<GitCommit> commits, IEnumerable<GitCommit> all)
    {
        _commits = commits;
        foreach (var commit in all)
        {
            if (!_firstTimes.TryGetValue(commit.AuthorTime, out var first) || commit.CommitterTime < first)
                _firstTimes[commit.AuthorTime] = commit.CommitterTime;
        }

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

    /// <summary>When a commit was made, or else the first of those with its author's time, which rebasing and cherry-picking keep.</summary>
    public DateTimeOffset FirstTime(int commit) => _firstTimes[_commits[commit].AuthorTime];

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
}
