using OpenTraces.Trail.History;

namespace OpenTraces.Trail.Tests.History;

/// <summary>A history written down by a test.</summary>
internal sealed class FakeHistory : IHistoryView
{
    private readonly List<(int[] Parents, int[] Reverts, IReadOnlyList<FileDelta>?[] Deltas)> _commits = [];

    public int Count => _commits.Count;

    public string IdOf(int commit) => $"commit-{commit}";

    public IReadOnlyList<int> ParentsOf(int commit) => _commits[commit].Parents;

    public IReadOnlyList<int> RevertsOf(int commit) => _commits[commit].Reverts;

    public IReadOnlyList<FileDelta>? DeltasOf(int commit, int parent) => _commits[commit].Deltas[parent];

    /// <summary>A commit whose change against its first parent is given.</summary>
    public FakeHistory Add(int[] parents, params FileDelta[] deltas) => Add(parents, [], deltas);

    public FakeHistory Add(int[] parents, int[] reverts, FileDelta[] first, params FileDelta[][] others)
    {
        IReadOnlyList<FileDelta>?[] sides = [.. others.Prepend(first).Select(d => d.Length == 0 ? null : d)];
        Array.Resize(ref sides, Math.Max(1, parents.Length));
        _commits.Add((parents, reverts, sides));
        return this;
    }
}
