using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Blame;

/// <summary>
/// One way back from a commit: each commit gives the lines that a parent has to that parent, and keeps the others. A parent
/// with the file unchanged gets all of them, whichever parent it is; this is the rule of <c>git blame</c>.
/// </summary>
internal sealed class LineWalk
{
    private readonly List<GitCommit> _commits;
    private readonly Dictionary<string, LinesByFile> _pending = new(StringComparer.Ordinal);
    private LinesByFile? _here;
    private int _at = -1;

    /// <param name="tip">Where the lines stand.</param>
    /// <param name="files">The lines.</param>
    /// <param name="commits">The commits that changed the files, newest first, with the parents they have among themselves.</param>
    public LineWalk(string tip, LinesByFile files, List<GitCommit> commits)
    {
        _commits = commits;
        var trees = commits.ToDictionary(c => c.Id, c => c.Tree, StringComparer.Ordinal);
        Pairs = [.. commits.SelectMany(c => c.Parents.Select(p => new TreePair(trees[p], c.Tree)))];
        if (commits.Count > 0)
            _pending[commits[0].Id] = files;
        else
            Born.AddRange(files.Files.Select(f => new BornLines(tip, f.Key, f.Value, madeFile: false)));
    }

    /// <summary>Each commit with each of its parents.</summary>
    public IReadOnlyList<TreePair> Pairs { get; }

    /// <summary>What was found, in the order of the walk.</summary>
    public List<BornLines> Born { get; } = [];

    /// <summary>The text of the files whose lines stand in the commit at hand.</summary>
    public DiffText Wish(FileChange change, IReadOnlyList<FileChange> all) =>
        change.NewPath is { } path && _here is not null && _here.Holds(path) ? DiffText.Full : DiffText.Count;

    /// <summary>Goes on to the next commit; false when every line has found its own.</summary>
    public bool TryNext(out int parents)
    {
        parents = 0;
        if (_pending.Count == 0 || ++_at == _commits.Count)
            return false;
        _pending.Remove(_commits[_at].Id, out _here);
        parents = _commits[_at].Parents.Count;
        return true;
    }

    /// <param name="sides">What the commit changed against each parent.</param>
    public void Pass(IReadOnlyList<TreeDiff> sides)
    {
        if (_here is null)
            return;
        var commit = _commits[_at];
        var changes = sides.Select(s => s.Changes.Where(c => c.NewPath is not null).ToDictionary(c => c.NewPath!, StringComparer.Ordinal)).ToArray();
        foreach (var path in changes is [var first, ..] ? [.. first.Keys] : _here.Paths.ToArray())
        {
            if (_here.Take(path) is { } lines)
                Pass(commit, path, lines, [.. changes.Select(c => c.GetValueOrDefault(path))]);
        }

        if (_here.Paths.Any())
            Give(commit.Parents[0], _here);
    }

    private void Pass(GitCommit commit, string path, List<(int Line, int Final)> lines, FileChange?[] changes)
    {
        if (Array.IndexOf(changes, null) is >= 0 and var same)
        {
            Give(commit.Parents[same], path, lines);
            return;
        }

        for (var i = 0; i < changes.Length && lines.Count > 0; i++)
        {
            if (changes[i]!.OldPath is null)
                continue;
            var (passed, left) = Divide(lines, changes[i]!);
            Give(commit.Parents[i], path, passed);
            lines = left;
        }

        if (lines.Count > 0)
            Born.Add(new BornLines(commit.Id, path, lines, changes.All(c => c!.OldPath is null)));
    }

    /// <summary>The lines from before a change, where they stood then, and those that the change brought in.</summary>
    public static (List<(int Line, int Final)> Passed, List<(int Line, int Final)> Left) Divide(List<(int Line, int Final)> lines, FileChange change)
    {
        var passed = new List<(int, int)>();
        var left = new List<(int, int)>();
        foreach (var (line, final) in lines)
        {
            var old = Back(change, line);
            if (old == 0)
                left.Add((line, final));
            else
                passed.Add((old, final));
        }

        return (passed, left);
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

    private void Give(string parent, string path, List<(int Line, int Final)> lines)
    {
        if (!_pending.TryGetValue(parent, out var files))
            _pending[parent] = files = new LinesByFile();
        files.Add(path, lines);
    }

    private void Give(string parent, LinesByFile files)
    {
        if (_pending.TryAdd(parent, files))
            return;
        foreach (var (path, lines) in files.Files)
            Give(parent, path, lines);
    }
}
