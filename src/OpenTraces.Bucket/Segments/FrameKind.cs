namespace OpenTraces.Bucket.Segments;

/// <summary>What a frame holds. Values are part of the format and never reused.</summary>
internal enum FrameKind : byte
{
    /// <summary>The bytes of one blob.</summary>
    Blob = 1,

    /// <summary>Several small blobs and manifests behind a directory.</summary>
    Block = 2,

    /// <summary>The address of a stream and the list of its chunks, too long for a block.</summary>
    Manifest = 3,

    /// <summary>The last frame of a sealed segment.</summary>
    Footer = 4,

    /// <summary>The first frame of a log segment: its first sequence number and the digest of the event before it.</summary>
    LogStart = 5,

    /// <summary>One event.</summary>
    Event = 6,

    /// <summary>Ends a batch of events; a batch without it does not count.</summary>
    Commit = 7,
}
