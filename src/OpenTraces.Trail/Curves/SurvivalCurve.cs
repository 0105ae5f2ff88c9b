namespace OpenTraces.Trail.Curves;

/// <summary>The share of lines alive by age, of one group of patches.</summary>
public sealed record SurvivalCurve
{
    /// <summary>The agent, model or tool; <c>all</c> without grouping, <c>unknown</c> where a session does not say.</summary>
    public required string Group { get; init; }

    /// <summary>Patches that landed. A call that a forked session holds again counts once.</summary>
    public required int Patches { get; init; }

    /// <summary>Those of which no line is left.</summary>
    public required int Ended { get; init; }

    /// <summary>Lines that landed; a patch without lines, such as a deletion, counts as one.</summary>
    public required int Lines { get; init; }

    /// <summary>Those that are gone.</summary>
    public required int LinesEnded { get; init; }

    /// <summary>The age by which half of the lines are gone; null when more than half outlive the history.</summary>
    public double? MedianInDays { get; init; }

    /// <summary>
    /// By age, from 0: a point where lines ended or the history did. The last is the age of the oldest line seen; of what
    /// comes later nothing is known.
    /// </summary>
    public required IReadOnlyList<SurvivalPoint> Points { get; init; }

    /// <summary>The point that holds at an age; null when nothing was seen for so long.</summary>
    public SurvivalPoint? FindPoint(double ageInDays)
    {
        if (ageInDays < 0 || Points.Count == 0 || (ageInDays > Points[^1].AgeInDays && Points[^1].Alive > 0))
            return null;
        return Points.Last(p => p.AgeInDays <= ageInDays);
    }
}
