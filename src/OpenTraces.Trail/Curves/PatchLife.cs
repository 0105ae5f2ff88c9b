namespace OpenTraces.Trail.Curves;

/// <summary>What was seen of a patch's lines. Ages are seconds since the commit that took them.</summary>
internal sealed record PatchLife
{
    /// <summary>When lines ended, and how many.</summary>
    public required IReadOnlyList<(long Age, int Lines)> Ends { get; init; }

    /// <summary>Lines that had not ended when the history did.</summary>
    public required int Left { get; init; }

    /// <summary>How old those are.</summary>
    public required long Age { get; init; }

    public int Lines => Left + Ends.Sum(e => e.Lines);
}
