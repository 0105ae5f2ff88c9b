namespace OpenTraces.Bucket.Segments;

/// <summary>What a store had to deal with on its own.</summary>
internal enum StoreNoticeKind
{
    /// <summary>A crash left bytes behind the last frame that were never acknowledged; the writer cut them off.</summary>
    TornTailDropped = 1,

    /// <summary>Bytes before valid frames are damaged; they were copied to <c>quarantine/</c> and nothing was cut off.</summary>
    Quarantined = 2,

    /// <summary>Bytes before valid frames are damaged, and this store may not touch them.</summary>
    Damaged = 3,
}
