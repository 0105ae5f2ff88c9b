namespace OpenTraces.Bucket;

/// <summary>How far behind the log the search index is.</summary>
public sealed record SearchFreshness
{
    /// <summary>True when the log holds events the index has not seen.</summary>
    public required bool Stale { get; init; }

    /// <summary>Why, as a short name; null when fresh.</summary>
    public string? StaleReason { get; init; }

    /// <summary>The sequence number of the last event indexed.</summary>
    public required long IndexedThrough { get; init; }

    /// <summary>The sequence number of the last event in the log.</summary>
    public required long LogHead { get; init; }

    /// <summary>True when a rebuild, not time, is what cures it.</summary>
    public required bool RebuildRecommended { get; init; }
}
