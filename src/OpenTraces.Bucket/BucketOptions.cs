namespace OpenTraces.Bucket;

/// <summary>How a bucket is opened.</summary>
public sealed class BucketOptions
{
    /// <summary>Opens without writing anything, also on read-only media; default false. A bucket that does not exist is then an error.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How a bucket that is made now compresses; default zstd. An existing one keeps what it was made with.</summary>
    public BucketCodec Codec { get; set; } = BucketCodec.Zstd;

    /// <summary>The clock events are stamped with; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The length at which a segment of blobs is ended, in bytes; default 64 MiB, from 64 KiB to 1 GiB.</summary>
    public long SegmentLength { get; set; } = 64L << 20;

    /// <summary>The length at which a segment of the log is ended, in bytes.</summary>
    internal long EventSegmentLength { get; set; } = 4L << 20;

    /// <summary>How long to wait for another process's lock; default 10 seconds.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Make records again from raw sources, one after the other until one knows the harness; default none.</summary>
    public IList<IRecordBuilder> RecordBuilders { get; } = [];

    /// <summary>Makes overlays again from what the log holds; default none.</summary>
    public ITrailProjector? TrailProjector { get; set; }
}
