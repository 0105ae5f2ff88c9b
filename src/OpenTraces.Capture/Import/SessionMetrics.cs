using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Totals of a session.</summary>
internal static class SessionMetrics
{
    /// <param name="steps">The totals of the steps.</param>
    /// <param name="stated">What the session itself states, where the steps do not add up to it.</param>
    /// <param name="cost">What it all cost.</param>
    public static TraceMetrics Of(StepTotals steps, TokenUsage? stated, SessionCost cost)
    {
        var metrics = steps.ToMetrics() with { EstimatedCostUsd = (double?)cost.Usd };
        if (stated is null)
            return metrics;
        var read = (double)stated.InputTokens + stated.CacheReadTokens;
        return metrics with
        {
            TotalInputTokens = stated.InputTokens,
            TotalOutputTokens = stated.OutputTokens,
            TotalOutputIsPlaceholder = metrics.TotalOutputIsPlaceholder || stated.OutputIsPlaceholder,
            TotalCacheReadTokens = stated.CacheReadTokens,
            TotalCacheCreationTokens = stated.CacheWriteTokens,
            CacheHitRate = read > 0 ? Math.Round(stated.CacheReadTokens / read, 4) : null,
        };
    }
}
