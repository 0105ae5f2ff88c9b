namespace OpenTraces.Bucket;

/// <summary>The answer to a search.</summary>
public sealed record SearchResult
{
    /// <summary>Best first; ties in trace id order.</summary>
    public required IReadOnlyList<SearchHit> Hits { get; init; }

    /// <summary>True when more traces match than were returned.</summary>
    public required bool Truncated { get; init; }

    /// <summary>How current the index was.</summary>
    public required SearchFreshness Freshness { get; init; }
}
