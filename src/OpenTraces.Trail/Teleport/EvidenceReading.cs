using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>Finds what of a repository goes along with a trace.</summary>
internal sealed class EvidenceReading(IGitRepository git, WorkspaceLimits limits)
{
    public async ValueTask<Evidence> ReadAsync(IEnumerable<string> accepted, bool selfContained, CancellationToken cancellationToken)
    {
        string[] commits = [.. accepted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var known = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        await AddParentsAsync(known, commits, cancellationToken).ConfigureAwait(false);
        // Behind a commit at which the clone was cut there is nothing.
        string[] parents = [.. commits.Where(c => !git.ShallowCommits.Contains(c)).SelectMany(c => known[c]).Except(commits).Distinct().Order(StringComparer.Ordinal)];
        if (selfContained)
            await AddParentsAsync(known, parents, cancellationToken).ConfigureAwait(false);
        var missing = known.ToDictionary(k => k.Key, k => k.Value.Where(p => !known.ContainsKey(p)).ToArray(), StringComparer.Ordinal);
        var objects = selfContained
            ? await git.ListObjectsAsync([.. known.Keys.Order(StringComparer.Ordinal)], null, cancellationToken).ConfigureAwait(false)
            : await git.ListObjectsAsync(commits, parents, cancellationToken).ConfigureAwait(false);
        if (objects.Count > limits.Objects)
            throw WorkspaceFailure.TooMany(objects.Count, limits.Objects);
        var part = new ManifestGit
        {
            SelfContained = selfContained,
            Sha256 = git.EmptyTree.Length == 64,
            Head = await git.FindNewestAsync(commits, cancellationToken).ConfigureAwait(false),
            Commits = commits,
            Boundary = selfContained ? [.. missing.Where(m => m.Value.Length > 0).Select(m => m.Key).Order(StringComparer.Ordinal)] : [],
            Prerequisites = [.. missing.Values.SelectMany(p => p).Distinct().Order(StringComparer.Ordinal)],
            Objects = objects.Count,
        };
        return new Evidence(part, objects);
    }

    private async ValueTask AddParentsAsync(Dictionary<string, IReadOnlyList<string>> known, IReadOnlyList<string> commits, CancellationToken cancellationToken)
    {
        await foreach (var commit in git.ReadObjectsAsync(commits, limits.Object, cancellationToken).ConfigureAwait(false))
            known[commit.Id] = commit.Bytes is null ? throw WorkspaceFailure.TooLarge($"Commit {commit.Id}", commit.Size, limits.Object) : CommitText.Read(commit.Bytes).Parents;
    }
}
