using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Blame;

/// <summary>
/// Finds the commit that brought in each line of a file, by taking the lines back through the commits that changed the
/// file and, where it was moved, through those that changed it under its earlier name. Lines that a commit took out of
/// another file are followed there too, for the names their file had when somebody wrote them.
/// </summary>
internal sealed class LineOrigins
{
    /// <summary>Lines that went from file to file more often are followed so far.</summary>
    private const int MaxMoves = 8;

    private readonly IGitRepository _git;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Queue<(string Tip, string Path, List<(int Line, int Final)> Lines)> _open = new();
    private LineOrigin[] _origins;

    private LineOrigins(IGitRepository git, int lines)
    {
        _git = git;
        _origins = new LineOrigin[lines];
    }

    /// <summary>The origins of all lines, from the first, and the names, without folders, of every file they were in.</summary>
    public static async ValueTask<(LineOrigin[] Origins, IReadOnlySet<string> Names)> FindAsync(
        IGitRepository git, string commit, string path, int lines, CancellationToken cancellationToken)
    {
        var run = new LineOrigins(git, lines);
        run._open.Enqueue((commit, path, [.. Enumerable.Range(0, lines).Select(i => (i + 1, i))]));
        await run.EmptyAsync(cancellationToken).ConfigureAwait(false);
        var origins = run._origins;
        for (var round = 0; round < MaxMoves && await run.LookElsewhereAsync(cancellationToken).ConfigureAwait(false); round++)
            await run.EmptyAsync(cancellationToken).ConfigureAwait(false);
        return (origins, run._names);
    }

    private async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        while (_open.TryDequeue(out var part))
        {
            _names.Add(PathForm.Name(part.Path));
            await FollowAsync(part.Tip, part.Path, part.Lines, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Queues the lines whose commit took them out of another file; false when there are none.</summary>
    private async ValueTask<bool> LookElsewhereAsync(CancellationToken cancellationToken)
    {
        var byCommit = _origins.Index().Where(o => o.Item.Commit is not null).GroupBy(o => o.Item.Commit, StringComparer.Ordinal).ToArray();
        _origins = new LineOrigin[_origins.Length];
        var commits = await _git.ReadCommitsAsync([.. byCommit.Select(g => g.Key)], cancellationToken).ConfigureAwait(false);
        var parents = await _git.ReadCommitsAsync([.. commits.SelectMany(c => c.Parents).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        var trees = parents.ToDictionary(p => p.Id, p => p.Tree, StringComparer.Ordinal);
        var single = byCommit.Zip(commits).Where(c => c.Second.Parents.Count == 1).ToArray();
        TreePair[] pairs = [.. single.Select(c => new TreePair(trees[c.Second.Parents[0]], c.Second.Tree))];
        var at = 0;
        await foreach (var diff in _git.DiffAsync(pairs, Wish, null, cancellationToken).ConfigureAwait(false))
        {
            var (group, commit) = single[at++];
            var lines = group.ToLookup(o => (o.Item.Path, o.Item.Line), o => o.Index);
            var moves = MovedLines.Find(diff.Changes, _ => true, h => Relayout.Find(h.Removed, h.Added, new Vocabulary()));
            foreach (var part in moves.Where(m => m.OldPath != m.NewPath && lines.Contains((m.NewPath, m.NewLine))).GroupBy(m => m.OldPath, StringComparer.Ordinal))
                _open.Enqueue((commit.Parents[0], part.Key, [.. part.SelectMany(m => lines[(m.NewPath, m.NewLine)].Select(i => (m.OldLine, i)))]));
        }

        return _open.Count > 0;

        // Only a commit that takes lines out of some other file can have moved any.
        static DiffText Wish(FileChange change, IReadOnlyList<FileChange> all) => all.Count > 1 ? DiffText.Full : DiffText.Count;
    }

    private async ValueTask FollowAsync(string tip, string path, List<(int Line, int Final)> lines, CancellationToken cancellationToken)
    {
        var commits = new List<GitCommit>();
        await foreach (var commit in _git.ListFileCommitsAsync(tip, path, cancellationToken).ConfigureAwait(false))
            commits.Add(commit);
        if (commits.Count == 0)
        {
            Own(lines, tip, path);
            return;
        }

        var trees = commits.ToDictionary(c => c.Id, c => c.Tree, StringComparer.Ordinal);
        TreePair[] pairs = [.. commits.SelectMany(c => c.Parents.Select(p => new TreePair(trees[p], c.Tree)))];
        var pending = new Dictionary<string, List<(int Line, int Final)>>(StringComparer.Ordinal) { [commits[0].Id] = lines };
        var diffs = _git.DiffAsync(pairs, (_, _) => DiffText.Full, path, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (diffs.ConfigureAwait(false))
        {
            foreach (var commit in commits)
            {
                pending.Remove(commit.Id, out var left);
                left ??= [];
                foreach (var parent in commit.Parents)
                {
                    await diffs.MoveNextAsync().ConfigureAwait(false);
                    left = Pass(left, diffs.Current.Changes, parent, pending);
                }

                if (left.Count > 0 && commit.Parents.Count == 0)
                    left = await PassMovedAsync(commit.Id, path, left, cancellationToken).ConfigureAwait(false);
                Own(left, commit.Id, path);
                if (pending.Count == 0)
                    return;
            }
        }
    }

    /// <summary>Gives the lines a parent has to that parent and returns the others.</summary>
    private static List<(int Line, int Final)> Pass(
        List<(int Line, int Final)> lines, IReadOnlyList<FileChange> changes, string parent,
        Dictionary<string, List<(int Line, int Final)>> pending)
    {
        if (lines.Count == 0 || changes is [{ OldPath: null }, ..])
            return lines;
        var kept = new List<(int, int)>();
        var passed = pending.TryGetValue(parent, out var held) ? held : [];
        foreach (var (line, final) in lines)
        {
            var old = changes.Count == 0 ? line : Back(changes[0], line);
            if (old == 0)
                kept.Add((line, final));
            else
                passed.Add((old, final));
        }

        if (passed.Count > 0)
            pending[parent] = passed;
        return kept;
    }

    /// <summary>Passes lines on to the file's earlier name when a parent has it under another.</summary>
    private async ValueTask<List<(int Line, int Final)>> PassMovedAsync(
        string id, string path, List<(int Line, int Final)> lines, CancellationToken cancellationToken)
    {
        var commit = await _git.ReadCommitAsync(id, cancellationToken).ConfigureAwait(false);
        foreach (var parent in commit.Parents)
        {
            var tree = (await _git.ReadCommitAsync(parent, cancellationToken).ConfigureAwait(false)).Tree;
            var found = _git.DiffAsync([new TreePair(tree, commit.Tree)], (c, _) => c.Status == 'R' && c.NewPath == path ? DiffText.Full : DiffText.Count, null, cancellationToken);
            await foreach (var diff in found.ConfigureAwait(false))
            {
                if (diff.Changes.FirstOrDefault(c => c.Status == 'R' && c.NewPath == path) is not { OldPath: { } old } change)
                    continue;
                var pending = new Dictionary<string, List<(int Line, int Final)>>(StringComparer.Ordinal);
                lines = Pass(lines, [change], parent, pending);
                if (pending.TryGetValue(parent, out var passed))
                    _open.Enqueue((parent, old, passed));
            }
        }

        return lines;
    }

    private void Own(List<(int Line, int Final)> lines, string commit, string path)
    {
        foreach (var (line, final) in lines)
            _origins[final] = new LineOrigin(commit, path, line);
    }

    /// <summary>The line before a change; 0 when the change brought it in.</summary>
    internal static int Back(FileChange change, int line)
    {
        var shift = 0;
        foreach (var hunk in change.Hunks)
        {
            if (line < hunk.NewStart)
                break;
            if (line < hunk.NewStart + hunk.Added.Count)
                return 0;
            shift = hunk.OldStart + hunk.Removed.Count - hunk.NewStart - hunk.Added.Count;
        }

        return line + shift;
    }
}
