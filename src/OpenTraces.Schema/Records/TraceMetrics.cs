namespace OpenTraces.Schema;

/// <summary>Totals of a trace (JSON: <c>metrics</c>).</summary>
public sealed record TraceMetrics
{
    /// <summary>The number of steps.</summary>
    public int TotalSteps { get; init; }

    /// <summary>Sum over the API calls, cache reads excluded.</summary>
    public long TotalInputTokens { get; init; }

    /// <summary>Sum over the API calls.</summary>
    public long TotalOutputTokens { get; init; }

    /// <summary>Seconds from the first to the last step, two decimals; null with fewer than two times.</summary>
    public double? TotalDurationS { get; init; }

    /// <summary>Cache reads over input and cache reads, from 0 to 1, four decimals; null without input.</summary>
    public double? CacheHitRate { get; init; }

    /// <summary>US dollars; null when a model's price is not known.</summary>
    public double? EstimatedCostUsd { get; init; }

    /// <summary>Sum over the API calls.</summary>
    public long TotalCacheReadTokens { get; init; }

    /// <summary>Sum over the API calls.</summary>
    public long TotalCacheCreationTokens { get; init; }

    /// <summary>
    /// True when <see cref="TotalOutputTokens"/> holds at least one <see cref="TokenUsage.OutputIsPlaceholder"/>: a lower bound.
    /// In JSON the member stands only when true.
    /// </summary>
    public bool TotalOutputIsPlaceholder { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
