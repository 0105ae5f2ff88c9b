namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Patience: the lines that occur exactly once on both sides, as far as they stand in the same order.</summary>
internal static class Anchors
{
    /// <param name="old">Line numbers of the one side.</param>
    /// <param name="new">Line numbers of the other.</param>
    /// <param name="scratch">One element per line number, all 0; left all 0.</param>
    public static List<(int Old, int New)> Find(ReadOnlySpan<int> old, ReadOnlySpan<int> @new, int[] scratch)
    {
        const int Many = -1;
        for (var i = 0; i < old.Length; i++)
            scratch[old[i]] = scratch[old[i]] == 0 ? i + 1 : Many;
        var counts = new Dictionary<int, int>();
        foreach (var line in @new)
        {
            if (scratch[line] > 0)
                counts[line] = counts.GetValueOrDefault(line) + 1;
        }

        var pairs = new List<(int Old, int New)>();
        for (var j = 0; j < @new.Length; j++)
        {
            if (scratch[@new[j]] > 0 && counts[@new[j]] == 1)
                pairs.Add((scratch[@new[j]] - 1, j));
        }

        foreach (var line in old)
            scratch[line] = 0;
        return LongestRising(pairs);
    }

    private static List<(int Old, int New)> LongestRising(List<(int Old, int New)> pairs)
    {
        var tops = new List<int>();
        var before = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var (low, high) = (0, tops.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (pairs[tops[middle]].Old < pairs[i].Old)
                    low = middle + 1;
                else
                    high = middle;
            }

            before[i] = low == 0 ? -1 : tops[low - 1];
            if (low == tops.Count)
                tops.Add(i);
            else
                tops[low] = i;
        }

        var rising = new List<(int Old, int New)>(tops.Count);
        for (var i = tops.Count == 0 ? -1 : tops[^1]; i >= 0; i = before[i])
            rising.Add(pairs[i]);
        rising.Reverse();
        return rising;
    }
}
