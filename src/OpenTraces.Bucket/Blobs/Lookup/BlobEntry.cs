using OpenTraces.Bucket.Segments.Lookup;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>One line of a blob segment's footer.</summary>
internal readonly record struct BlobEntry(LookupKey Key, uint Offset, ushort Slot) : IComparable<BlobEntry>
{
    public int CompareTo(BlobEntry other)
    {
        var order = Key.CompareTo(other.Key);
        if (order == 0)
            order = Offset.CompareTo(other.Offset);
        return order != 0 ? order : Slot.CompareTo(other.Slot);
    }
}
