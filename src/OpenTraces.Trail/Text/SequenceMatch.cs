namespace OpenTraces.Trail.Text;

/// <summary>Finds the elements two sequences have in common, in order.</summary>
internal static class SequenceMatch
{
    /// <summary>Beyond so many differences, only elements that occur once on both sides are matched.</summary>
    private const int MaxDifferences = 800;

    /// <summary>Pairs of equal elements, both indices rising: a longest such list while the sequences are not too different.</summary>
    public static List<(int Left, int Right)> Find(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var pairs = new List<(int, int)>();
        var head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head])
        {
            pairs.Add((head, head));
            head++;
        }

        var tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)])
            tail++;
        var innerLeft = left[head..^tail];
        var innerRight = right[head..^tail];
        var inner = Shortest(innerLeft, innerRight) ?? OncePairs(innerLeft, innerRight);
        foreach (var (l, r) in inner)
            pairs.Add((l + head, r + head));
        for (var i = tail; i > 0; i--)
            pairs.Add((left.Length - i, right.Length - i));
        return pairs;
    }

    /// <summary>Myers' algorithm; null when it would take too long.</summary>
    private static List<(int, int)>? Shortest(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return [];
        var max = Math.Min(MaxDifferences, left.Length + right.Length);
        var offset = max + 1;
        var reach = new int[2 * max + 3];
        var trace = new List<int[]>();
        for (var d = 0; d <= max; d++)
        {
            trace.Add(reach[(offset - d)..(offset + d + 1)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[offset + k - 1] < reach[offset + k + 1])
                    ? reach[offset + k + 1]
                    : reach[offset + k - 1] + 1;
                var y = x - k;
                while (x < left.Length && y < right.Length && left[x] == right[y])
                {
                    x++;
                    y++;
                }

                reach[offset + k] = x;
                if (x >= left.Length && y >= right.Length)
                    return Walk(trace, d, left.Length, right.Length);
            }
        }

        return null;
    }

    private static List<(int, int)> Walk(List<int[]> trace, int differences, int x, int y)
    {
        var pairs = new List<(int, int)>();
        for (var d = differences; d >= 0; d--)
        {
            // The furthest points before round d, for diagonals -d to d.
            var reach = trace[d];
            var k = x - y;
            var down = k == -d || (k != d && At(reach, d, k - 1) < At(reach, d, k + 1));
            var previous = down ? k + 1 : k - 1;
            var startX = d == 0 ? 0 : At(reach, d, previous);
            var startY = startX - (d == 0 ? 0 : previous);
            var diagonalX = d == 0 ? 0 : down ? startX : startX + 1;
            while (x > diagonalX)
                pairs.Add((--x, --y));
            x = startX;
            y = startY;
        }

        pairs.Reverse();
        return pairs;
    }

    private static int At(int[] reach, int d, int k) => reach[k + d];

    /// <summary>Elements that occur once on both sides, the longest run of them that rises on both.</summary>
    private static List<(int, int)> OncePairs(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var leftAt = Once(left);
        var rightAt = Once(right);
        var pairs = new List<(int Left, int Right)>();
        foreach (var (element, at) in leftAt)
        {
            if (at >= 0 && rightAt.TryGetValue(element, out var other) && other >= 0)
                pairs.Add((at, other));
        }

        pairs.Sort();
        var tails = new List<int>();
        var before = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var at = tails.BinarySearch(i, Comparer<int>.Create((a, b) => pairs[a].Right.CompareTo(pairs[b].Right)));
            at = at < 0 ? ~at : at;
            before[i] = at == 0 ? -1 : tails[at - 1];
            if (at == tails.Count)
                tails.Add(i);
            else
                tails[at] = i;
        }

        var rising = new List<(int, int)>();
        for (var i = tails.Count == 0 ? -1 : tails[^1]; i >= 0; i = before[i])
            rising.Add(pairs[i]);
        rising.Reverse();
        return rising;
    }

    private static Dictionary<int, int> Once(ReadOnlySpan<int> elements)
    {
        var at = new Dictionary<int, int>();
        for (var i = 0; i < elements.Length; i++)
        {
            if (!at.TryAdd(elements[i], i))
                at[elements[i]] = -1;
        }

        return at;
    }
}
