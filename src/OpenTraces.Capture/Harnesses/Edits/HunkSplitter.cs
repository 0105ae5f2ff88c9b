namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>
/// Compares two texts by line and gives the hunks that lead from one to the other. Lines that occur once on both sides
/// anchor the comparison; between anchors it is the shortest edit script, or one hunk where that would cost too much.
/// </summary>
internal static class HunkSplitter
{
    /// <summary>More edits than this between two anchors are one hunk: the search costs its square in memory.</summary>
    private const int MaxEdits = 400;

    public static IReadOnlyList<LineHunk> Split(string oldText, string newText) =>
        Split(TextLines.Split(oldText), TextLines.Split(newText));

    public static IReadOnlyList<LineHunk> Split(IReadOnlyList<string> oldLines, IReadOnlyList<string> newLines)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var old = Number(oldLines, ids);
        var @new = Number(newLines, ids);
        var keptOld = new bool[old.Length];
        var keptNew = new bool[@new.Length];
        Compare(old, @new, ids.Count, keptOld, keptNew);
        return Collect(oldLines, newLines, keptOld, keptNew);
    }

    /// <summary>The hunks of a text whose place in the file is not known.</summary>
    public static IReadOnlyList<LineHunk> SplitUnplaced(string oldText, string newText) =>
        [.. Split(oldText, newText).Select(static h => h with { OldStart = null, NewStart = null })];

    /// <summary>A file written whole; none when it is empty.</summary>
    public static IReadOnlyList<LineHunk> Whole(string text) =>
        text.Length == 0 ? [] : [new LineHunk(1, 1, [], TextLines.Split(text))];

    /// <summary>A file deleted; none when it was empty.</summary>
    public static IReadOnlyList<LineHunk> Removal(string text) =>
        text.Length == 0 ? [] : [new LineHunk(1, 1, TextLines.Split(text), [])];

    private static int[] Number(IReadOnlyList<string> lines, Dictionary<string, int> ids)
    {
        var numbers = new int[lines.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!ids.TryGetValue(lines[i], out numbers[i]))
                ids.Add(lines[i], numbers[i] = ids.Count);
        }

        return numbers;
    }

    private static void Compare(int[] old, int[] @new, int distinct, bool[] keptOld, bool[] keptNew)
    {
        var at = new int[distinct];
        var work = new Stack<(int OldStart, int OldEnd, int NewStart, int NewEnd)>();
        work.Push((0, old.Length, 0, @new.Length));
        while (work.TryPop(out var part))
        {
            var (a, aEnd, b, bEnd) = part;
            while (a < aEnd && b < bEnd && old[a] == @new[b])
                keptOld[a++] = keptNew[b++] = true;
            while (a < aEnd && b < bEnd && old[aEnd - 1] == @new[bEnd - 1])
                keptOld[--aEnd] = keptNew[--bEnd] = true;
            if (a == aEnd || b == bEnd)
                continue;
            var anchors = Anchors.Find(old.AsSpan(a, aEnd - a), @new.AsSpan(b, bEnd - b), at);
            if (anchors.Count == 0)
            {
                ShortestEdit.Mark(old.AsSpan(a, aEnd - a), @new.AsSpan(b, bEnd - b),
                    keptOld.AsSpan(a, aEnd - a), keptNew.AsSpan(b, bEnd - b), MaxEdits);
                continue;
            }

            var (fromOld, fromNew) = (a, b);
            foreach (var (i, j) in anchors)
            {
                keptOld[a + i] = keptNew[b + j] = true;
                work.Push((fromOld, a + i, fromNew, b + j));
                (fromOld, fromNew) = (a + i + 1, b + j + 1);
            }

            work.Push((fromOld, aEnd, fromNew, bEnd));
        }
    }

    private static List<LineHunk> Collect(
        IReadOnlyList<string> old, IReadOnlyList<string> @new, bool[] keptOld, bool[] keptNew)
    {
        var hunks = new List<LineHunk>();
        var (a, b) = (0, 0);
        while (a < keptOld.Length || b < keptNew.Length)
        {
            var (oldStart, newStart) = (a, b);
            while (a < keptOld.Length && !keptOld[a])
                a++;
            while (b < keptNew.Length && !keptNew[b])
                b++;
            if (a > oldStart || b > newStart)
                hunks.Add(new LineHunk(oldStart + 1, newStart + 1, Take(old, oldStart, a), Take(@new, newStart, b)));
            a++;
            b++;
        }

        return hunks;
    }

    private static string[] Take(IReadOnlyList<string> lines, int start, int end)
    {
        var taken = new string[end - start];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = lines[start + i];
        return taken;
    }
}
