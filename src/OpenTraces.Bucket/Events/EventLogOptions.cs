namespace OpenTraces.Bucket.Events;

/// <summary>How an event log is opened.</summary>
internal sealed class EventLogOptions
{
    /// <summary>Opens without creating or writing anything; a missing folder is an empty log. Default false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How new frames are compressed; default zstd. Frames of any codec are read.</summary>
    public Segments.FrameCodec Codec { get; init; } = Segments.FrameCodec.Zstd;

    /// <summary>The clock events are stamped with; default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long an append waits for another process's append; default 10 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The length at which a segment is sealed, in bytes; default 4 MiB, so that an opening scans little.</summary>
    public long SealLength { get; init; } = 4L << 20;
}
