namespace OpenTraces.Bucket;

/// <summary>What to look for.</summary>
public sealed record SearchQuery
{
    /// <summary>
    /// Words that must all occur; null or blank means every trace the filter lets through, newest first. Case and accents
    /// do not matter. No character of it is syntax.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Which traces are searched.</summary>
    public TraceFilter Filter { get; init; } = new();

    /// <summary>The most candidates returned, from 1; default 20.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>
    /// Refuses an index that is behind the log (<see cref="Schema.OpenTracesErrorCode.StoreBusy"/>) instead of answering from it;
    /// default false.
    /// </summary>
    public bool Fresh { get; init; }
}
