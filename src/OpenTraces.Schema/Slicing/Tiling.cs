namespace OpenTraces.Schema;

/// <summary>
/// How well pieces tile a trace. Whoever receives pieces computes this again and trusts no stored copy.
/// </summary>
public sealed record Tiling
{
    /// <summary>True when every position stands in exactly one piece and the pieces are contiguous.</summary>
    public required bool IsValid { get; init; }

    /// <summary>Covered positions over all positions, from 0 to 1, six decimals; 1 when there are none.</summary>
    public required double Coverage { get; init; }

    /// <summary>Positions in no piece.</summary>
    public required int Gaps { get; init; }

    /// <summary>Positions in more than one piece.</summary>
    public required int Overlaps { get; init; }

    /// <summary>Pieces that end before they start or reach outside the trace. Their part inside still covers.</summary>
    public required int OutOfRange { get; init; }

    /// <summary>True when, sorted by start, the first starts at 0, each next one after the previous end, the last ends at the last position.</summary>
    public required bool IsContiguous { get; init; }

    /// <summary>Examines pieces in any order against <paramref name="count"/> positions.</summary>
    public static Tiling Verify(IReadOnlyList<Trajectory> trajectories, int count)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var sorted = trajectories.OrderBy(piece => piece.Start).ThenBy(piece => piece.End).ToArray();
        var (covered, overlaps, outOfRange) = (0, 0, 0);
        var (once, twice) = (-1, -1);
        foreach (var piece in sorted)
        {
            if (piece.Start < 0 || piece.End >= count || piece.End < piece.Start)
                outOfRange++;
            var start = Math.Max(piece.Start, 0);
            var end = Math.Min(piece.End, count - 1);
            if (end < start)
                continue;

            // Sorted by start: from here on, exactly what lies up to `once` (`twice`) is covered once (twice) already.
            covered += Math.Max(0, end - Math.Max(start, once + 1) + 1);
            overlaps += Math.Max(0, Math.Min(end, once) - Math.Max(start, twice + 1) + 1);
            twice = Math.Max(twice, Math.Min(end, once));
            once = Math.Max(once, end);
        }

        var contiguous = IsChain(sorted, count);
        return new Tiling
        {
            IsValid = covered == count && overlaps == 0 && outOfRange == 0 && contiguous,
            Coverage = count == 0 ? 1 : Math.Round((double)covered / count, 6),
            Gaps = count - covered,
            Overlaps = overlaps,
            OutOfRange = outOfRange,
            IsContiguous = contiguous,
        };
    }

    private static bool IsChain(Trajectory[] sorted, int count)
    {
        var next = 0;
        foreach (var piece in sorted)
        {
            if (piece.Start != next || piece.End == int.MaxValue)
                return false;
            next = piece.End + 1;
        }

        return next == count;
    }
}
