namespace OpenTraces.Bucket.Blobs;

/// <summary>How a blob store is opened.</summary>
internal sealed class BlobStoreOptions
{
    /// <summary>Opens without creating or writing anything; a missing folder is an empty store. Default false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How new frames are compressed; default zstd. Frames of any codec are read.</summary>
    public Segments.FrameCodec Codec { get; init; } = Segments.FrameCodec.Zstd;

    /// <summary>The clock that names segments; default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The length at which a segment is sealed, in bytes; default 64 MiB.</summary>
    public long SealLength { get; init; } = Segments.SegmentFormat.SealLength;
}
