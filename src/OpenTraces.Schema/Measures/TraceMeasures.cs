using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>Totals over the steps of one trace.</summary>
public static class TraceMeasures
{
    /// <summary>
    /// Everything of <see cref="TraceMetrics"/> that steps alone can tell; <see cref="TraceMetrics.EstimatedCostUsd"/>
    /// stays null. Times that are not ISO 8601 play no part; one without an offset counts as UTC.
    /// </summary>
    public static TraceMetrics Of(IReadOnlyList<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var totals = new StepTotals();
        for (var i = 0; i < steps.Count; i++)
            totals.Add(steps[i]);
        return totals.ToMetrics();
    }

    /// <summary>A time that begins with a date in full; one without an offset counts as UTC.</summary>
    internal static bool TryTime(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
