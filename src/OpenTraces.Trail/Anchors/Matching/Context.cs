using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>What stands around a place in a commit and speaks for or against a patch.</summary>
internal static class Context
{
    /// <summary>The index of the place that fits best, or -1 when two fit equally well.</summary>
    public static int Best(PreparedPatch patch, CommitFile file, IReadOnlyList<(int Start, int Slide)> places)
    {
        if (places.Count == 1)
            return 0;
        var scores = places.Select(p => Score(patch, file, p.Start)).ToArray();
        var best = scores.Max();
        int[] equal = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] == best)];
        if (equal.Length == 1)
            return equal[0];
        if (patch.Content.NewStart is not { } line)
            return -1;
        var far = equal.Select(i => (Place: i, Away: Math.Abs(Number(file, places[i].Start) - line))).OrderBy(p => p.Away).ToArray();
        return far[0].Away * 2 < far[1].Away ? far[0].Place : -1;
    }

    /// <summary>
    /// Text without distinctive words counts only where its surroundings are the patch's too: the lines it replaced, or a
    /// hunk that is nothing else and names at least one thing.
    /// </summary>
    public static bool IsEnough(PreparedPatch patch, CommitFile file, (int Start, int Slide) place, bool isOnlyPlace) =>
        patch.AddedWords.Count >= Distinctiveness.Enough
        || (isOnlyPlace && patch.Content.Added.Any(l => l.Any(char.IsLetter)))
        || (patch.Removed.Solid.Length > 0
            ? patch.AllWords > 0 && RemovedIsThere(patch, file, place.Start)
            : patch.AddedWords.Count > 0 && IsWholeBlock(patch, file, place.Start));

    /// <summary>True when the hunk at a place takes away what the patch took away.</summary>
    public static bool RemovedIsThere(PreparedPatch patch, CommitFile file, int start)
    {
        var removed = file.RemovedBlocks[Block(file, start)].SolidSpace.AsSpan();
        return patch.Removed.Solid.Length > 0 && removed.IndexOf(patch.Removed.SolidSpace) >= 0;
    }

    /// <summary>False when two patches may have been made in different checkouts, so that neither need have seen the other's.</summary>
    public static bool SameWorkTree(PreparedPatch a, PreparedPatch b) =>
        a.Source.TraceId == b.Source.TraceId
        || (a.Time is not null && b.Time is not null && a.Time != b.Time
            && (string.Equals(a.Content.FilePath, b.Content.FilePath, StringComparison.Ordinal) || (a.Path.IsRooted && b.Path.IsRooted))
            && (a.Content.WorkingDirectory is null || b.Content.WorkingDirectory is null
                || string.Equals(a.Content.WorkingDirectory, b.Content.WorkingDirectory, StringComparison.Ordinal)));

    private static int Score(PreparedPatch patch, CommitFile file, int start)
    {
        var block = Block(file, start);
        var score = RemovedIsThere(patch, file, start) ? 4 : 0;
        if (patch.Removed.Count == 0 && file.Hunks[block].Removed.Count == 0)
            score++;
        if (IsWholeBlock(patch, file, start))
            score++;
        return patch.Content.NewStart is { } line && line == Number(file, start) - LeadingBlanks(patch) ? score + 2 : score;
    }

    private static bool IsWholeBlock(PreparedPatch patch, CommitFile file, int start) =>
        file.Blocks[Block(file, start)].Solid.Length == patch.Added.Solid.Length;

    private static int LeadingBlanks(PreparedPatch patch) => patch.Added.Solid[0];

    private static int Block(CommitFile file, int start) => file.BlockOf[file.Solid[start]];

    private static int Number(CommitFile file, int start) => file.Numbers[file.Solid[start]];
}
