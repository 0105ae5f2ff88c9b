namespace OpenTraces.Trail.Curves;

/// <summary>One step of a curve, which holds until the next.</summary>
public sealed record SurvivalPoint
{
    /// <summary>Days since the commit that took the lines, from 0.</summary>
    public required double AgeInDays { get; init; }

    /// <summary>The share of lines alive, 0 to 1.</summary>
    public required double Alive { get; init; }

    /// <summary>
    /// Where the 95 % interval of the share begins; null where there is none: before the first line ended, and where no line is left.
    /// </summary>
    public double? Low { get; init; }

    /// <summary>Where that interval ends.</summary>
    public double? High { get; init; }

    /// <summary>Patches with a line that was seen alive up to this age.</summary>
    public required int AtRisk { get; init; }
}
