namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Myers' shortest edit script.</summary>
internal static class ShortestEdit
{
    /// <summary>Marks the lines both sides keep; none when more than <paramref name="maxEdits"/> edits are needed.</summary>
    public static void Mark(
        ReadOnlySpan<int> old, ReadOnlySpan<int> @new, Span<bool> keptOld, Span<bool> keptNew, int maxEdits)
    {
        var limit = Math.Min(maxEdits, old.Length + @new.Length);
        var furthest = new int[2 * limit + 3];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= limit; edits++)
        {
            trace.Add(furthest.AsSpan(limit + 1 - edits, 2 * edits + 1).ToArray());
            for (var k = -edits; k <= edits; k += 2)
            {
                var at = limit + 1 + k;
                var x = k == -edits || (k != edits && furthest[at - 1] < furthest[at + 1])
                    ? furthest[at + 1]
                    : furthest[at - 1] + 1;
                while (x < old.Length && x - k < @new.Length && x >= k && old[x] == @new[x - k])
                    x++;
                furthest[at] = x;
                if (x >= old.Length && x - k >= @new.Length)
                {
                    Walk(trace, edits, k, x, keptOld, keptNew);
                    return;
                }
            }
        }
    }

    private static void Walk(List<int[]> trace, int edits, int k, int x, Span<bool> keptOld, Span<bool> keptNew)
    {
        for (; edits > 0; edits--)
        {
            // trace[edits] holds the state after edits - 1 for the diagonals -edits .. edits.
            var before = trace[edits];
            var down = k == -edits || (k != edits && before[edits + k - 1] < before[edits + k + 1]);
            var previous = down ? k + 1 : k - 1;
            var startX = down ? before[edits + previous] : before[edits + previous] + 1;
            while (x > startX)
            {
                x--;
                keptOld[x] = keptNew[x - k] = true;
            }

            x = before[edits + previous];
            k = previous;
        }

        while (x > 0)
        {
            x--;
            keptOld[x] = keptNew[x] = true;
        }
    }
}
