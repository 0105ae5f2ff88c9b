using System.Globalization;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>Which generation is served when none is named: <c>docs/decisions/served-generation.md</c>.</summary>
internal static class ServedGeneration
{
    /// <summary>
    /// Among the generations that no other one extends: the one that ended last, then the longest, then the one with the
    /// greatest digest.
    /// </summary>
    public static int Choose(IReadOnlyList<Generation> generations)
    {
        var extended = generations.SelectMany(g => g.Extends).ToHashSet();
        Generation? best = null;
        foreach (var generation in generations)
        {
            if (!extended.Contains(generation.Index) && (best is null || Compare(generation, best) > 0))
                best = generation;
        }

        return best!.Index;
    }

    private static int Compare(Generation left, Generation right)
    {
        var order = Instant(left.TimestampEnd).CompareTo(Instant(right.TimestampEnd));
        if (order == 0)
            order = left.Main.Length.CompareTo(right.Main.Length);
        if (order == 0)
            order = left.Main.Address.CompareTo(right.Main.Address);
        for (var i = 1; order == 0; i++)
        {
            if (i >= left.Sources.Count || i >= right.Sources.Count)
                return left.Sources.Count.CompareTo(right.Sources.Count);
            order = left.Sources[i].Address.CompareTo(right.Sources[i].Address);
        }

        return order;
    }

    /// <summary>The instant a harness wrote, UTC where it names no offset; the earliest of all when it wrote none.</summary>
    public static DateTimeOffset Instant(string? timestamp) => DateTimeOffset.TryParse(
        timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        ? instant
        : DateTimeOffset.MinValue;
}
