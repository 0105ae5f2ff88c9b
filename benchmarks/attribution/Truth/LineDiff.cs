namespace OpenTraces.Attribution.Truth;

/// <summary>The longest common subsequence of two short runs of lines, by the textbook.</summary>
internal static class LineDiff
{
    /// <summary>Hunks as starts and counts on both sides.</summary>
    public static List<(int OldStart, int OldCount, int NewStart, int NewCount)> Hunks(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var table = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
                table[i, j] = old[i] == now[j] ? table[i + 1, j + 1] + 1 : Math.Max(table[i + 1, j], table[i, j + 1]);
        }

        var hunks = new List<(int, int, int, int)>();
        int a = 0, b = 0;
        for (int i = 0, j = 0; ;)
        {
            var ended = i == old.Count || j == now.Count;
            if (ended || old[i] == now[j])
            {
                var (oldEnd, newEnd) = ended ? (old.Count, now.Count) : (i, j);
                if (oldEnd > a || newEnd > b)
                    hunks.Add((a, oldEnd - a, b, newEnd - b));
                if (ended)
                    return hunks;
                (a, b) = (++i, ++j);
            }
            else if (table[i + 1, j] >= table[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
