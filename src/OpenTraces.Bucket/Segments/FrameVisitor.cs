namespace OpenTraces.Bucket.Segments;

/// <summary>Sees one valid frame; false when its payload does not hold what its kind asks for, which makes it damage.</summary>
internal delegate bool FrameVisitor(long offset, in FrameHeader header, ReadOnlySpan<byte> stored);
