namespace OpenTraces.Trail.Interop;

/// <summary>Joins line numbers to ranges.</summary>
internal static class LineRuns
{
    /// <summary>Ranges of lines that follow each other, for numbers in ascending order.</summary>
    public static IEnumerable<AuthoredLines> Of(IEnumerable<int> lines, LineAuthor author, string? key)
    {
        (int Start, int End)? run = null;
        foreach (var line in lines)
        {
            if (run is { } open && line == open.End + 1)
            {
                run = (open.Start, line);
                continue;
            }

            if (run is { } done)
                yield return new AuthoredLines { Start = done.Start, End = done.End, Author = author, Key = key };
            run = (line, line);
        }

        if (run is { } last)
            yield return new AuthoredLines { Start = last.Start, End = last.End, Author = author, Key = key };
    }

    /// <summary>The ranges in ascending order, those that overlap or touch joined.</summary>
    public static IEnumerable<(int Start, int End)> Join(IEnumerable<AuthoredLines> lines)
    {
        (int Start, int End)? run = null;
        foreach (var line in lines.OrderBy(l => l.Start).ThenBy(l => l.End))
        {
            if (run is { } open && line.Start <= (long)open.End + 1)
            {
                run = (open.Start, Math.Max(open.End, line.End));
                continue;
            }

            if (run is { } done)
                yield return done;
            run = (line.Start, line.End);
        }

        if (run is { } last)
            yield return last;
    }
}
