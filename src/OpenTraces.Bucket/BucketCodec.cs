namespace OpenTraces.Bucket;

/// <summary>How a bucket compresses what it keeps. A bucket of either kind is read by every version and on every platform.</summary>
public enum BucketCodec
{
    /// <summary>Brotli, quality 1, from the base class library.</summary>
    Brotli = 0,

    /// <summary>zstd, level 3, in managed code: smaller for long sessions, slower to write.</summary>
    Zstd = 1,
}
