using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Totals of a session.</summary>
internal static class SessionMetrics
{
    /// <param name="steps">The steps, each with what its own call cost.</param>
    /// <param name="stated">What the session itself states, where the steps do not add up to it.</param>
    public static TraceMetrics Of(IReadOnlyList<Step> steps, TokenUsage? stated)
    {
        var input = stated?.InputTokens ?? steps.Sum(static s => s.TokenUsage.InputTokens);
        var cached = stated?.CacheReadTokens ?? steps.Sum(static s => s.TokenUsage.CacheReadTokens);
        return new TraceMetrics
        {
            TotalSteps = steps.Count,
            TotalInputTokens = input,
            TotalOutputTokens = stated?.OutputTokens ?? steps.Sum(static s => s.TokenUsage.OutputTokens),
            TotalCacheReadTokens = cached,
            TotalCacheCreationTokens = stated?.CacheWriteTokens ?? steps.Sum(static s => s.TokenUsage.CacheWriteTokens),
            TotalDurationS = Duration(steps),
            CacheHitRate = input + cached == 0 ? null : Math.Round((double)cached / (input + cached), 4),
        };
    }

    private static double? Duration(IReadOnlyList<Step> steps)
    {
        DateTimeOffset? first = null, last = null;
        foreach (var step in steps)
        {
            if (!DateTimeOffset.TryParse(step.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                continue;
            first ??= time;
            last = time;
        }

        return first is null || first == last ? null : Math.Round((last!.Value - first.Value).TotalSeconds, 2);
    }
}
