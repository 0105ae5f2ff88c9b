namespace OpenTraces.Bucket.Segments;

/// <summary>How the payload of a frame is compressed. Values are part of the format and never reused.</summary>
internal enum FrameCodec : byte
{
    None = 0,

    Brotli = 1,

    /// <summary>One zstd frame.</summary>
    Zstd = 3,
}
