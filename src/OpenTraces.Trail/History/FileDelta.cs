namespace OpenTraces.Trail.History;

/// <summary>One file between two versions of the tree.</summary>
/// <param name="OldPath">Null when the file is new.</param>
/// <param name="NewPath">Null when the file is gone.</param>
/// <param name="OldBlob">The id of the old content.</param>
/// <param name="NewBlob">The id of the new content.</param>
/// <param name="Hunks">In file order.</param>
internal sealed record FileDelta(string? OldPath, string? NewPath, string OldBlob, string NewBlob, IReadOnlyList<HunkSpan> Hunks)
{
    public static readonly IReadOnlyDictionary<int, LineMove> NoMoves = new Dictionary<int, LineMove>();

    /// <summary>Lines, by their old numbers, that went to another place of this file or to another file.</summary>
    public IReadOnlyDictionary<int, LineMove> Moves { get; init; } = NoMoves;

    /// <summary>Where a line of the old version is in the new one.</summary>
    public LineFate Map(int line)
    {
        if (NewPath is null)
            return LineFate.Gone(-1);
        var (low, high) = (0, Hunks.Count - 1);
        var before = -1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Hunks[middle].OldStart <= line)
            {
                before = middle;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        if (before < 0)
            return LineFate.At(line);
        var hunk = Hunks[before];
        if (line >= hunk.OldStart + hunk.OldCount)
            return LineFate.At(line + hunk.NewStart + hunk.NewCount - hunk.OldStart - hunk.OldCount);
        return LineFate.Gone(before);
    }
}
