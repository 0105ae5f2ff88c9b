namespace OpenTraces.Attribution.Truth;

/// <summary>Three-way merges that know which line is which, so that equal text cannot mislead them.</summary>
internal static class TreeMerge
{
    /// <summary>Says what comes in place of lines that both sides changed; null when it cannot be merged.</summary>
    public delegate IEnumerable<TrueLine>? Resolve(TrueLine[] from, TrueLine[] ours, TrueLine[] theirs);

    /// <summary>The tree that has what both sides changed since the base; null when they changed the same place.</summary>
    public static TrueTree? Merge(TrueTree from, TrueTree ours, TrueTree theirs, Resolve? resolve = null)
    {
        var merged = TrueTree.Empty;
        foreach (var path in from.Files.Keys.Union(ours.Files.Keys).Union(theirs.Files.Keys).Order(StringComparer.Ordinal))
        {
            var (b, o, t) = (from.Files.GetValueOrDefault(path), ours.Files.GetValueOrDefault(path), theirs.Files.GetValueOrDefault(path));
            if (o is null && t is null)
                continue;
            if (b is null || o is null || t is null)
            {
                if (Same(o, b) || Same(t, b) || Same(o, t))
                {
                    if ((Same(o, b) ? t : o) is { } kept)
                        merged = merged.With(path, kept);
                    continue;
                }

                return null;
            }

            if (Merge(b, o, t, resolve) is not { } lines)
                return null;
            merged = merged.With(path, o with { Lines = lines });
        }

        return merged;
    }

    private static bool Same(TrueFile? a, TrueFile? b) =>
        a is null || b is null ? a is null && b is null : a.Lines.Select(l => l.Id).SequenceEqual(b.Lines.Select(l => l.Id));

    private static List<TrueLine>? Merge(TrueFile from, TrueFile ours, TrueFile theirs, Resolve? resolve)
    {
        var inOurs = ours.Lines.Index().ToDictionary(l => l.Item.Id, l => l.Index);
        var inTheirs = theirs.Lines.Index().ToDictionary(l => l.Item.Id, l => l.Index);
        var merged = new List<TrueLine>();
        var (b, o, t) = (0, 0, 0);
        for (var i = 0; i <= from.Lines.Count; i++)
        {
            var (nextOurs, nextTheirs) = (ours.Lines.Count, theirs.Lines.Count);
            if (i < from.Lines.Count
                && (!inOurs.TryGetValue(from.Lines[i].Id, out nextOurs) || !inTheirs.TryGetValue(from.Lines[i].Id, out nextTheirs)))
                continue;
            if (nextOurs < o || nextTheirs < t)
                return null;
            var (base1, ours1, theirs1) = (Take(from, b, i), Take(ours, o, nextOurs), Take(theirs, t, nextTheirs));
            if (Ids(ours1).SequenceEqual(Ids(base1)))
                merged.AddRange(theirs1);
            else if (Ids(theirs1).SequenceEqual(Ids(base1)) || Ids(ours1).SequenceEqual(Ids(theirs1)))
                merged.AddRange(ours1);
            else if (resolve?.Invoke(base1, ours1, theirs1) is { } resolved)
                merged.AddRange(resolved);
            else
                return null;
            if (i < from.Lines.Count)
                merged.Add(from.Lines[i]);
            (b, o, t) = (i + 1, nextOurs + 1, nextTheirs + 1);
        }

        return merged;
    }

    private static TrueLine[] Take(TrueFile file, int start, int end) => [.. file.Lines.Skip(start).Take(end - start)];

    private static IEnumerable<int> Ids(IEnumerable<TrueLine> lines) => lines.Select(l => l.Id);
}
