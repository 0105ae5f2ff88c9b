using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Blame;

/// <summary>
/// Finds the commit that brought in each line of some files, by taking the lines back through the commits that changed the
/// files and, where one was moved, through those that changed it under its earlier name. Lines that a commit took out of
/// another file are followed there too, for the names their file had when somebody wrote them.
/// </summary>
internal sealed class LineOrigins
{
    /// <summary>Lines that went from file to file more often are followed so far.</summary>
    private const int MaxMoves = 8;

    private readonly IGitRepository _git;
    private readonly CommitList _history;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinesByFile> _open = new(StringComparer.Ordinal);
    private readonly List<string> _tips = [];
    private LineOrigin[] _origins;

    private LineOrigins(IGitRepository git, CommitList history, int lines)
    {
        _git = git;
        _history = history;
        _origins = new LineOrigin[lines];
    }

    /// <param name="git">The repository.</param>
    /// <param name="history">The commit and all before it.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="files">The files, and how many lines each has there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The origins of all lines, those of a file after those of the file before it, and the names, without folders, of every
    /// file they were in.
    /// </returns>
    public static async ValueTask<(LineOrigin[] Origins, IReadOnlySet<string> Names)> FindAsync(
        IGitRepository git, CommitList history, string commit, IReadOnlyList<(string Path, int Lines)> files, CancellationToken cancellationToken)
    {
        var run = new LineOrigins(git, history, files.Sum(f => f.Lines));
        var at = 0;
        foreach (var (path, lines) in files)
        {
            var start = at;
            run.Open(commit, path, [.. Enumerable.Range(0, lines).Select(i => (i + 1, start + i))]);
            at += lines;
        }

        await run.EmptyAsync(cancellationToken).ConfigureAwait(false);
        var origins = run._origins;
        for (var round = 0; round < MaxMoves && await run.LookElsewhereAsync(cancellationToken).ConfigureAwait(false); round++)
            await run.EmptyAsync(cancellationToken).ConfigureAwait(false);
        return (origins, run._names);
    }

    private GitCommit Commit(string id) => _history.Find(id)!;

    private void Open(string tip, string path, List<(int Line, int Final)> lines)
    {
        _names.Add(PathForm.Name(path));
        if (lines.Count == 0)
            return;
        if (!_open.TryGetValue(tip, out var files))
        {
            _open[tip] = files = new LinesByFile();
            _tips.Add(tip);
        }

        files.Add(path, lines);
    }

    private async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        while (_tips.Count > 0)
        {
            var tip = _tips[0];
            _tips.RemoveAt(0);
            _open.Remove(tip, out var files);
            await FollowAsync(tip, files!, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the lines whose commit took them out of another file; false when there are none.</summary>
    private async ValueTask<bool> LookElsewhereAsync(CancellationToken cancellationToken)
    {
        var byCommit = _origins.Index().Where(o => o.Item.Commit is not null).GroupBy(o => o.Item.Commit, StringComparer.Ordinal).ToArray();
        _origins = new LineOrigin[_origins.Length];
        var single = byCommit.Select(g => (Lines: g, Commit: Commit(g.Key))).Where(c => c.Commit.Parents.Count == 1).ToArray();
        TreePair[] pairs = [.. single.Select(c => new TreePair(Commit(c.Commit.Parents[0]).Tree, c.Commit.Tree))];
        var at = 0;
        await foreach (var diff in _git.DiffAsync(pairs, Wish, cancellationToken).ConfigureAwait(false))
        {
            var (group, commit) = single[at++];
            var lines = group.ToLookup(o => (o.Item.Path, o.Item.Line), o => o.Index);
            var moves = MovedLines.Find(diff.Changes, _ => true, h => Relayout.Find(h.Removed, h.Added, new Vocabulary()));
            foreach (var part in moves.Where(m => m.OldPath != m.NewPath && lines.Contains((m.NewPath, m.NewLine))).GroupBy(m => m.OldPath, StringComparer.Ordinal))
                Open(commit.Parents[0], part.Key, [.. part.SelectMany(m => lines[(m.NewPath, m.NewLine)].Select(i => (m.OldLine, i)))]);
        }

        return _tips.Count > 0;

        // Only a commit that takes lines out of some other file can have moved any.
        static DiffText Wish(FileChange change, IReadOnlyList<FileChange> all) => all.Count > 1 ? DiffText.Full : DiffText.Count;
    }

    private async ValueTask FollowAsync(string tip, LinesByFile files, CancellationToken cancellationToken)
    {
        string[] paths = [.. files.Paths];
        var commits = new List<GitCommit>();
        await foreach (var commit in _git.ListFileCommitsAsync(tip, paths, cancellationToken).ConfigureAwait(false))
            commits.Add(commit);
        var walk = new LineWalk(tip, files, commits);
        var diffs = _git.DiffFilesAsync(walk.Pairs, walk.Wish, paths, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (diffs.ConfigureAwait(false))
        {
            while (walk.TryNext(out var parents))
            {
                var sides = new List<TreeDiff>(parents);
                for (; parents > 0 && await diffs.MoveNextAsync().ConfigureAwait(false); parents--)
                    sides.Add(diffs.Current);
                walk.Pass(sides);
            }
        }

        await PassMovedAsync(walk.Born, cancellationToken).ConfigureAwait(false);
        foreach (var born in walk.Born)
        {
            foreach (var (line, final) in born.Lines)
                _origins[final] = new LineOrigin(born.Commit, born.Path, line);
        }
    }

    /// <summary>Opens the lines of files that a parent has under another name there, and takes them off the list.</summary>
    private async ValueTask PassMovedAsync(List<BornLines> born, CancellationToken cancellationToken)
    {
        var made = born.Where(b => b.MadeFile).ToLookup(b => b.Commit, StringComparer.Ordinal);
        (GitCommit Commit, string Parent)[] sides = [.. made.Select(g => Commit(g.Key)).SelectMany(c => c.Parents.Select(p => (c, p)))];
        var at = 0;
        var files = born.Where(b => b.MadeFile).Select(b => b.Path).ToHashSet(StringComparer.Ordinal);
        var diffs = _git.DiffAsync(
            [.. sides.Select(s => new TreePair(Commit(s.Parent).Tree, s.Commit.Tree))],
            (change, _) => change.Status == 'R' && files.Contains(change.NewPath!) ? DiffText.Full : DiffText.Count, cancellationToken);
        await foreach (var diff in diffs.ConfigureAwait(false))
        {
            var (commit, parent) = sides[at++];
            foreach (var file in made[commit.Id])
            {
                if (diff.Changes.FirstOrDefault(c => c.Status == 'R' && c.NewPath == file.Path) is not { OldPath: { } old } change)
                    continue;
                var (passed, left) = LineWalk.Divide(file.Lines, change);
                file.Lines = left;
                if (passed.Count > 0)
                    Open(parent, old, passed);
            }
        }
    }
}
