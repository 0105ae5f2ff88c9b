namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// Where an object begins: the frame's offset in a segment (numbered by this process), and its place in the directory of a
/// block, from 1; 0 for a frame of its own.
/// </summary>
internal readonly record struct BlobLocation(int Segment, uint Offset, int Slot);
