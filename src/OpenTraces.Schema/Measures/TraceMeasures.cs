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
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
        var isPlaceholder = false;
        DateTimeOffset? first = null, last = null;
        foreach (var step in steps)
        {
            input = Add(input, step.TokenUsage.InputTokens);
            output = Add(output, step.TokenUsage.OutputTokens);
            cacheRead = Add(cacheRead, step.TokenUsage.CacheReadTokens);
            cacheWrite = Add(cacheWrite, step.TokenUsage.CacheWriteTokens);
            isPlaceholder |= step.TokenUsage.OutputIsPlaceholder;
            if (!TryTime(step.Timestamp, out var time))
                continue;
            first = first < time ? first : time;
            last = last > time ? last : time;
        }

        return new TraceMetrics
        {
            TotalSteps = steps.Count,
            TotalInputTokens = input,
            TotalOutputTokens = output,
            TotalOutputIsPlaceholder = isPlaceholder,
            TotalCacheReadTokens = cacheRead,
            TotalCacheCreationTokens = cacheWrite,
            TotalDurationS = last > first ? Math.Round((last.Value - first.Value).TotalSeconds, 2) : null,
            CacheHitRate = (double)input + cacheRead > 0 ? Math.Round(cacheRead / ((double)input + cacheRead), 4) : null,
        };
    }

    // A total never turns negative, whatever a file claims.
    private static long Add(long total, long more) =>
        more > 0 && total > long.MaxValue - more ? long.MaxValue : total + Math.Max(more, 0);

    /// <summary>A time that begins with a date in full; one without an offset counts as UTC.</summary>
    internal static bool TryTime(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
