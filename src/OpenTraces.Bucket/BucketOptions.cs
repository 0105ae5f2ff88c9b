namespace OpenTraces.Bucket;

/// <summary>How a bucket is opened.</summary>
public sealed class BucketOptions
{
    /// <summary>Opens without writing anything, also on read-only media; default false. A bucket that does not exist is then an error.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How a bucket that is made now compresses; default Brotli. An existing one keeps what it was made with.</summary>
    public BucketCodec Codec { get; set; } = BucketCodec.Brotli;

    /// <summary>The clock events are stamped with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>How long to wait for another process's lock; default 10 seconds.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
