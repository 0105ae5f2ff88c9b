namespace OpenTraces.Bucket;

/// <summary>How a bucket compresses what it keeps. A bucket of either kind is read by every version and on every platform.</summary>
public enum BucketCodec
{
    /// <summary>zstd in managed code, level 3 for what is long and level 1 for what is short: smaller, and read twice as fast.</summary>
    Zstd = 0,

    /// <summary>Brotli, quality 1, from the base class library.</summary>
    Brotli = 1,
}
