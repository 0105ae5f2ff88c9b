namespace OpenTraces.Bucket.Segments;

/// <summary>What a segment carries. Values are part of the format and never reused.</summary>
internal enum SegmentRole : byte
{
    Blobs = 1,

    Events = 2,
}
