namespace OpenTraces.Trail.Curves;

/// <summary>How long lines of agents live, as the history of a commit shows it.</summary>
public sealed record SurvivalCurves
{
    /// <summary>The full id of the commit the history ends with.</summary>
    public required string Head { get; init; }

    /// <summary>What the curves tell apart.</summary>
    public required SurvivalGrouping By { get; init; }

    /// <summary>In the ordinal order of their groups; empty when no patch landed.</summary>
    public required IReadOnlyList<SurvivalCurve> Curves { get; init; }
}
