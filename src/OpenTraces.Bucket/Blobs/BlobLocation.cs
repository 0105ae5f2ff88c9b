namespace OpenTraces.Bucket.Blobs;

/// <summary>
/// Where an object begins: the frame's offset in a segment (numbered by this process), and its place in the directory of a
/// block, from 1; 0 for a frame of its own.
/// </summary>
internal readonly record struct BlobLocation(int Segment, uint Offset, int Slot)
{
    public const int MaxSegments = 1 << 20;

    private const int SlotBits = 12;

    /// <summary>Never 0: no frame begins at offset 0.</summary>
    public ulong Pack() => ((ulong)Segment << 44) | ((ulong)Offset << SlotBits) | (uint)Slot;

    public static BlobLocation Unpack(ulong packed) =>
        new((int)(packed >> 44), (uint)(packed >> SlotBits), (int)(packed & ((1 << SlotBits) - 1)));
}
