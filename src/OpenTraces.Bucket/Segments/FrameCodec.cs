namespace OpenTraces.Bucket.Segments;

/// <summary>How the payload of a frame is compressed. Values are part of the format and never reused.</summary>
internal enum FrameCodec : byte
{
    None = 0,

    Brotli = 1,

    /// <summary>Reserved: this version neither writes nor reads it.</summary>
    Zstd = 3,
}
