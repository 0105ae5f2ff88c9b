using OpenTraces.Trail.Git;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.History;

/// <summary>
/// Lines that one change takes out of a file and puts elsewhere, into another file or another place of the same one. A
/// line that occurs once on both sides shows where a run of them went; a run must say enough to be told from chance.
/// </summary>
internal sealed class MovedLines
{
    /// <summary>Within one file so many distinctive words are enough.</summary>
    private const int EnoughAtHome = 1;

    private readonly List<Removed> _removed = [];
    private readonly List<Added> _added = [];
    private readonly Vocabulary _words = new();

    private MovedLines()
    {
    }

    /// <param name="changes">Everything that changed, with text where lines may have been taken from.</param>
    /// <param name="isSource">Whether the lines of a file, by its old path, are looked for.</param>
    /// <param name="kept">The lines of a hunk that stayed in it.</param>
    public static List<LineMove> Find(
        IReadOnlyList<FileChange> changes, Func<string, bool> isSource, Func<DiffHunk, IReadOnlyList<LinePair>> kept)
    {
        var moved = new MovedLines();
        foreach (var change in changes)
        {
            if (change.OldPath is not { } path || !isSource(path))
                continue;
            foreach (var hunk in change.Hunks)
                moved.Take(path, hunk, kept(hunk));
        }

        if (moved._removed.Count == 0)
            return [];
        foreach (var change in changes)
        {
            if (change.NewPath is not { } path)
                continue;
            foreach (var hunk in change.Hunks)
                moved.Put(path, hunk, kept(hunk));
            foreach (var lines in change.AddedHashes)
                moved.Put(path, lines);
        }

        return moved.Match();
    }

    private void Take(string path, DiffHunk hunk, IReadOnlyList<LinePair> kept)
    {
        var stays = kept.Select(p => p.Old).ToHashSet();
        for (var i = 0; i < hunk.Removed.Count; i++)
        {
            var hash = LineText.Hash(hunk.Removed[i]);
            if (hash != 0 && !stays.Contains(i))
                _removed.Add(new Removed(path, hunk.OldStart + i, hash, hunk.Removed[i], hunk));
        }
    }

    private void Put(string path, DiffHunk hunk, IReadOnlyList<LinePair> kept)
    {
        var stays = kept.Select(p => p.New).ToHashSet();
        for (var i = 0; i < hunk.Added.Count; i++)
        {
            var hash = LineText.Hash(hunk.Added[i]);
            if (hash != 0 && !stays.Contains(i))
                _added.Add(new Added(path, hunk.NewStart + i, hash, hunk));
        }
    }

    private void Put(string path, HashedLines lines)
    {
        for (var i = 0; i < lines.Hashes.Length; i++)
        {
            if (lines.Hashes[i] != 0)
                _added.Add(new Added(path, lines.NewStart + i, lines.Hashes[i], lines));
        }
    }

    private List<LineMove> Match()
    {
        var there = Once(_added.Count, i => _added[i].Hash);
        var here = Once(_removed.Count, i => _removed[i].Hash);
        var (usedHere, usedThere) = (new bool[_removed.Count], new bool[_added.Count]);
        var moves = new List<LineMove>();
        for (var i = 0; i < _removed.Count; i++)
        {
            if (usedHere[i] || here[_removed[i].Hash] < 0 || !there.TryGetValue(_removed[i].Hash, out var at) || at < 0 || usedThere[at])
                continue;
            var (first, count) = Extend(i, at, usedHere, usedThere);
            if (!Says(first, count, _removed[i].Path == _added[at].Path))
                continue;
            for (var k = 0; k < count; k++)
            {
                var (from, to) = (_removed[first + k], _added[at - i + first + k]);
                usedHere[first + k] = usedThere[at - i + first + k] = true;
                moves.Add(new LineMove(from.Path, from.Line, to.Path, to.Line));
            }
        }

        return moves;
    }

    /// <summary>The longest run of equal lines around a pair.</summary>
    private (int First, int Count) Extend(int here, int there, bool[] usedHere, bool[] usedThere)
    {
        var (first, end) = (here, here + 1);
        while (first > 0 && Fits(first - 1, there - here + first - 1))
            first--;
        while (end < _removed.Count && Fits(end, there - here + end))
            end++;
        return (first, end - first);

        bool Fits(int i, int at) => at >= 0 && at < _added.Count && !usedHere[i] && !usedThere[at] && _removed[i].Hash == _added[at].Hash
            && ReferenceEquals(_removed[i].Run, _removed[here].Run) && ReferenceEquals(_added[at].Run, _added[there].Run);
    }

    private bool Says(int first, int count, bool isAtHome)
    {
        var words = new HashSet<int>();
        for (var i = first; i < first + count; i++)
            Distinctiveness.Collect(_removed[i].Text, _words, words);
        return words.Count >= (isAtHome ? EnoughAtHome : Distinctiveness.Enough);
    }

    /// <summary>For each hash the index it occurs at, or -1 when it occurs more than once.</summary>
    private static Dictionary<ulong, int> Once(int count, Func<int, ulong> hash)
    {
        var at = new Dictionary<ulong, int>(count);
        for (var i = 0; i < count; i++)
        {
            if (!at.TryAdd(hash(i), i))
                at[hash(i)] = -1;
        }

        return at;
    }

    private readonly record struct Removed(string Path, int Line, ulong Hash, string Text, object Run);

    private readonly record struct Added(string Path, int Line, ulong Hash, object Run);
}
