namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Places where all of a patch's lines stand together in a commit's added lines, blank lines aside.</summary>
internal static class SolidRun
{
    /// <summary>Up to so many lines may have slid from one end of the patch to the other: git chose another equal line.</summary>
    private const int MaxSlide = 4;

    /// <summary>For each place the index into <see cref="CommitFile.Solid"/> and by how many lines the patch was slid.</summary>
    public static List<(int Start, int Slide)> Find(PreparedPatch patch, CommitFile file)
    {
        var needle = patch.Added.SolidSpace;
        var places = Search(needle, patch, file);
        if (places.Count > 0 || needle.Length < 2)
            return places.ConvertAll(p => (p, 0));
        for (var slide = 1; slide <= Math.Min(MaxSlide, needle.Length - 1); slide++)
        {
            foreach (var turned in (int[])[slide, needle.Length - slide])
            {
                places = Search([.. needle[turned..], .. needle[..turned]], patch, file);
                if (places.Count > 0)
                    return places.ConvertAll(p => (p, turned));
            }
        }

        return [];
    }

    /// <summary>Pairs the lines of a place with the patch's, blank lines among them included.</summary>
    public static List<MatchedLine> Lines(PatchLines patch, CommitFile file, int start, int slide)
    {
        var lines = new List<MatchedLine>(patch.Count);
        var count = patch.Solid.Length;
        for (var i = 0; i < count; i++)
        {
            var at = file.Solid[start + i];
            lines.Add(new MatchedLine(at, file.Numbers[at], patch.Solid[(i + slide) % count]));
        }

        if (slide == 0)
            BlankLines.Add(lines, patch, file);
        return lines;
    }

    private static List<int> Search(int[] needle, PreparedPatch patch, CommitFile file)
    {
        var places = new List<int>();
        if (needle.Length == 0)
            return places;
        var hay = file.SolidSpace.AsSpan();
        for (var at = 0; at + needle.Length <= hay.Length;)
        {
            var next = hay[at..].IndexOf(needle);
            if (next < 0)
                break;
            at += next;
            var (first, last) = (file.Solid[at], file.Solid[at + needle.Length - 1]);
            if (file.BlockOf[first] == file.BlockOf[last] && IsOpen(patch, file, at, needle.Length))
            {
                places.Add(at);
                at += needle.Length;
            }
            else
            {
                at++;
            }
        }

        return places;
    }

    /// <summary>Nobody has a line of it, and not all of it was there before.</summary>
    private static bool IsOpen(PreparedPatch patch, CommitFile file, int start, int count)
    {
        var any = false;
        for (var i = start; i < start + count; i++)
        {
            if (!file.IsFree(file.Solid[i]))
                return false;
            any |= file.IsOpenFor(patch, file.Solid[i]);
        }

        return any;
    }
}
