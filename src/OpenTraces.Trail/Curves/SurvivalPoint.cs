namespace OpenTraces.Trail.Curves;

/// <summary>One step of a curve, which holds until the next.</summary>
/// <param name="AgeInDays">Days since the commit that took the lines, from 0.</param>
/// <param name="Alive">The share of lines alive, 0 to 1.</param>
/// <param name="Low">
/// Where the 95 % interval of the share begins; null where there is none: before the first line ended, and where no line is left.
/// </param>
/// <param name="High">Where that interval ends.</param>
/// <param name="AtRisk">Patches with a line that was seen alive up to this age.</param>
public sealed record SurvivalPoint(double AgeInDays, double Alive, double? Low, double? High, int AtRisk);
