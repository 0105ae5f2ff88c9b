namespace OpenTraces.Bucket.Index;

/// <summary>Says how far behind the log an index is.</summary>
internal static class IndexFreshness
{
    /// <param name="through">The last event indexed; null without an index.</param>
    /// <param name="head">The last event of the log when the question was asked.</param>
    public static SearchFreshness Of(long? through, long head)
    {
        var needsRebuild = through is null || head - through > TraceIndexer.MaxInline;
        return new SearchFreshness
        {
            Stale = through is null || through < head,
            StaleReason = through is null ? "no_index" : needsRebuild ? "maintenance_needed" : through < head ? "events_not_indexed" : null,
            IndexedThrough = through ?? 0,
            LogHead = Math.Max(head, through ?? 0),
            RebuildRecommended = needsRebuild,
        };
    }
}
