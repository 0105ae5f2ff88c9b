namespace OpenTraces.Bucket;

/// <summary>How far behind the log the search index is.</summary>
public sealed record SearchFreshness
{
    /// <summary>True when the log holds events the index has not seen.</summary>
    public required bool Stale { get; init; }

    /// <summary>
    /// Why, as a short name; null when fresh. <c>events_not_indexed</c>: a writer is at it or will take them in;
    /// <c>maintenance_needed</c>: there are more of them than are taken in on the side; <c>no_index</c>.
    /// </summary>
    public string? StaleReason { get; init; }

    /// <summary>The sequence number of the last event indexed.</summary>
    public required long IndexedThrough { get; init; }

    /// <summary>The sequence number of the last event in the log.</summary>
    public required long LogHead { get; init; }

    /// <summary>True when a rebuild, not time, is what cures it.</summary>
    public required bool RebuildRecommended { get; init; }
}
