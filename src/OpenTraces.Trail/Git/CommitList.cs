namespace OpenTraces.Trail.Git;

/// <summary>The commits of a history, a parent before its children.</summary>
internal sealed class CommitList
{
    private readonly List<GitCommit> _commits = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>In the order of the history.</summary>
    public IReadOnlyList<GitCommit> Commits => _commits;

    /// <summary>A commit by its id; null when it is none of these, such as a parent before the history begins.</summary>
    public GitCommit? Find(string id) => _numbers.TryGetValue(id, out var number) ? _commits[number] : null;

    public static async ValueTask<CommitList> ReadAsync(IAsyncEnumerable<GitCommit> commits, CancellationToken cancellationToken)
    {
        var list = new CommitList();
        await foreach (var commit in commits.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            list._numbers[commit.Id] = list._commits.Count;
            list._commits.Add(commit with { Parents = [.. commit.Parents.Select(list.Known)] });
        }

        return list;
    }

    /// <summary>The text that is held already.</summary>
    private string Known(string id) => _numbers.TryGetValue(id, out var number) ? _commits[number].Id : id;
}
