using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Blame;

/// <summary>
/// Finds the commit that brought in each line of a file, by taking the lines back through the commits that changed the
/// file and, where it was moved, through those that changed it under its earlier name.
/// </summary>
internal sealed class LineOrigins
{
    private readonly IGitRepository _git;
    private readonly LineOrigin[] _origins;
    private readonly Queue<(string Tip, string Path, List<(int Line, int Final)> Lines)> _open = new();

    private LineOrigins(IGitRepository git, int lines)
    {
        _git = git;
        _origins = new LineOrigin[lines];
    }

    /// <summary>The origins of all lines, from the first.</summary>
    public static async ValueTask<LineOrigin[]> FindAsync(
        IGitRepository git, string commit, string path, int lines, CancellationToken cancellationToken)
    {
        var run = new LineOrigins(git, lines);
        run._open.Enqueue((commit, path, [.. Enumerable.Range(0, lines).Select(i => (i + 1, i))]));
        while (run._open.TryDequeue(out var part))
            await run.FollowAsync(part.Tip, part.Path, part.Lines, cancellationToken).ConfigureAwait(false);
        return run._origins;
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
        var diffs = _git.DiffAsync(pairs, _ => true, path, cancellationToken).GetAsyncEnumerator(cancellationToken);
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
            var found = _git.DiffAsync([new TreePair(tree, commit.Tree)], c => c.Status == 'R' && c.NewPath == path, null, cancellationToken);
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
