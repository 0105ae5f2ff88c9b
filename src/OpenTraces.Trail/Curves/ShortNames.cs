namespace OpenTraces.Trail.Curves;

/// <summary>Names cut to the same room, so that two that differ still do.</summary>
internal static class ShortNames
{
    /// <summary>The names, in their order, each of no more than some UTF-16 units.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names, int longest)
    {
        // Models of one maker differ at their ends: where the beginnings are the same, half of the room is for the ending, or what it takes.
        var half = longest / 2;
        foreach (var tail in (IEnumerable<int>)[0, .. Enumerable.Range(half, longest - half - 1), .. Enumerable.Range(1, half - 1).Reverse()])
        {
            string[] cut = [.. names.Select(n => Cut(n, longest, tail))];
            if (cut.Distinct(StringComparer.Ordinal).Count() == names.Distinct(StringComparer.Ordinal).Count())
                return cut;
        }

        return [.. names.Select((n, i) => n.Length <= longest ? n : Numbered(n, longest, i + 1))];
    }

    /// <summary>A beginning and an ending, and never half of a pair.</summary>
    private static string Cut(string name, int longest, int tail)
    {
        if (name.Length <= longest)
            return name;
        var end = longest - 1 - tail;
        if (end > 0 && char.IsHighSurrogate(name[end - 1]))
            end--;
        var rest = name.Length - tail;
        if (rest < name.Length && char.IsLowSurrogate(name[rest]))
            rest++;
        return name[..end] + "…" + name[rest..];
    }

    private static string Numbered(string name, int longest, int number)
    {
        var mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $" ({number})");
        return Cut(name, longest - mark.Length, 0) + mark;
    }
}
