using OpenTraces.Trail.Anchors;
using OpenTraces.Trail.Anchors.Matching;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.History;

/// <summary>
/// Reads a history once, oldest first: looks for the patches in each commit as it passes, and keeps of the changes only
/// what following lines needs.
/// </summary>
internal sealed class HistoryReader
{
    private readonly IGitRepository _git;
    private readonly PatchSet _patches;
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly HashSet<int> _landed = [];
    private readonly List<CommitMatch> _matches = [];

    /// <summary>Of the commit that is read, the lines that only got another layout.</summary>
    private readonly Dictionary<DiffHunk, IReadOnlyList<LinePair>> _kept = new(ReferenceEqualityComparer.Instance);

    private IReadOnlyList<FileChange>? _asked;
    private bool _mayLose;

    private HistoryReader(IGitRepository git, PatchSet patches)
    {
        _git = git;
        _patches = patches;
    }

    /// <param name="git">The repository.</param>
    /// <param name="patches">What to look for.</param>
    /// <param name="history">The commits that are read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<HistorySearch> ReadAsync(
        IGitRepository git, PatchSet patches, CommitList history, CancellationToken cancellationToken)
    {
        var commits = new List<GitCommit>();
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var earliest = patches.Earliest;
        var copied = history.Commits.Where(c => c.CommitterTime >= earliest && c.AuthorTime < earliest).Select(c => c.AuthorTime).ToHashSet();
        foreach (var commit in patches.Patches.Count == 0 ? [] : history.Commits)
        {
            // What comes after a commit that may hold a patch may change the patch, whatever its clock says.
            if (earliest is null || commit.CommitterTime >= earliest || commit.Parents.Any(needed.Contains))
                needed.Add(commit.Id);
            // One that was copied later tells what the copy held before there was a patch.
            else if (!copied.Contains(commit.AuthorTime))
                continue;
            commits.Add(commit);
        }

        var log = new HistoryLog(commits);
        var reader = new HistoryReader(git, patches);
        await reader.FillAsync(log, history, cancellationToken).ConfigureAwait(false);
        return new HistorySearch(log, reader._matches);
    }

    private async ValueTask FillAsync(HistoryLog log, CommitList history, CancellationToken cancellationToken)
    {
        var pairs = new List<TreePair>();
        var places = new List<(int Commit, int Parent)>();
        for (var commit = 0; commit < log.Count; commit++)
        {
            var entry = log.Commit(commit);
            for (var parent = 0; parent < Math.Max(1, entry.Parents.Count); parent++)
            {
                var old = entry.Parents.Count == 0 ? _git.EmptyTree : history.Find(entry.Parents[parent])?.Tree ?? _git.EmptyTree;
                pairs.Add(new TreePair(old, entry.Tree));
                places.Add((commit, parent));
            }
        }

        var at = 0;
        var sides = new List<TreeDiff>();
        await foreach (var diff in _git.DiffAsync(pairs, Wish, cancellationToken).ConfigureAwait(false))
        {
            var (commit, parent) = places[at++];
            var deltas = Deltas(diff);
            if (deltas.Count > 0)
                log.Set(commit, parent, deltas);
            var kept = diff with { Changes = [.. diff.Changes.Where(IsWanted)] };
            sides.Add(kept);
            if (parent + 1 < log.Commit(commit).Parents.Count)
                continue;
            Search(log, commit, sides);
            sides.Clear();
            _kept.Clear();
        }
    }

    /// <summary>The text of followed files; of the others hashes, when a followed one may have lost lines to them.</summary>
    private DiffText Wish(FileChange change, IReadOnlyList<FileChange> all) =>
        IsWanted(change) ? DiffText.Full
        : change.NewPath is not null && MayLose(all) ? DiffText.Hashes
        : DiffText.Count;

    private bool MayLose(IReadOnlyList<FileChange> all)
    {
        if (!ReferenceEquals(_asked, all))
            (_asked, _mayLose) = (all, all.Any(c => Follows(c.OldPath)));
        return _mayLose;
    }

    private bool IsWanted(FileChange change)
    {
        var wanted = Follows(change.OldPath) || Follows(change.NewPath);
        // A followed file is followed under its next name too.
        if (wanted && change.NewPath is { } path)
            _followed.Add(path);
        return wanted;
    }

    private bool Follows(string? path) => path is not null && (_followed.Contains(path) || _patches.On(path).Count > 0);

    private List<FileDelta> Deltas(TreeDiff diff)
    {
        var vocabulary = new Vocabulary();
        var moves = MovedLines.Find(diff.Changes, Follows, Kept).ToLookup(m => m.OldPath, StringComparer.Ordinal);
        // Where lines of a followed file went is followed too.
        foreach (var move in moves.SelectMany(m => m))
            _followed.Add(move.NewPath);
        return [.. diff.Changes.Where(c => c.IsFile && IsWanted(c)).Select(Delta)];

        FileDelta Delta(FileChange change) => new(
            change.Status == 'A' ? null : change.OldPath, change.NewPath, change.OldBlob, change.NewBlob,
            [.. change.Hunks.Select(h => new HunkSpan(h.OldStart, h.Removed.Count, h.NewStart, h.Added.Count)
            {
                Kept = Kept(h),
                AddedLines = KnownLines(h.Added),
            })])
        {
            Moves = change.OldPath is { } old && moves.Contains(old) ? moves[old].ToDictionary(m => m.OldLine) : FileDelta.NoMoves,
        };

        IReadOnlyList<LinePair> Kept(DiffHunk hunk)
        {
            if (!_kept.TryGetValue(hunk, out var pairs))
                _kept[hunk] = pairs = Relayout.Find(hunk.Removed, hunk.Added, vocabulary);
            return pairs;
        }
    }

    private int[]? KnownLines(IReadOnlyList<string> lines)
    {
        var numbers = new int[lines.Count];
        var any = false;
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _patches.Exact.Find(LineText.WithoutReturn(lines[i]));
            any |= numbers[i] != Vocabulary.Unknown;
        }

        return any ? numbers : null;
    }

    private void Search(HistoryLog log, int commit, List<TreeDiff> sides)
    {
        var entry = log.Commit(commit);
        // A shallow clone's first commits show everything before them as their own.
        if (_git.ShallowCommits.Contains(entry.Id))
            return;
        foreach (var (change, hunks) in MergeSides.OwnChanges(sides))
        {
            var candidates = Candidates(change).Where(p => p.MayBeOf(entry.CommitterTime)).ToArray();
            if (candidates.Length == 0)
                continue;
            var file = new CommitFile(change, hunks, _patches, h => _kept.GetValueOrDefault(h, []));
            foreach (var match in FileMatcher.Match(file, candidates, entry.CommitterTime, _landed))
            {
                _matches.Add(new CommitMatch(commit, match));
                if (match.Complete && !match.Ambiguous && match.Patch.IsBefore(entry.AuthorTime))
                    _landed.Add(match.Patch.Index);
            }
        }
    }

    private IEnumerable<PreparedPatch> Candidates(FileChange change)
    {
        var now = change.NewPath is { } path ? _patches.On(path) : [];
        return change.OldPath is { } old && !string.Equals(old, change.NewPath, StringComparison.Ordinal)
            ? now.Union(_patches.On(old)).OrderBy(p => p.Index)
            : now;
    }
}
