namespace OpenTraces.Bucket.Segments;

/// <summary>Bytes of a segment that are no valid frame although valid frames follow, or that a crash left at its end.</summary>
internal readonly record struct DamagedRange(long Offset, long Length);
