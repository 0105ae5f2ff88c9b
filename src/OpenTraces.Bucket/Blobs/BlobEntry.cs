namespace OpenTraces.Bucket.Blobs;

/// <summary>One line of a blob segment's footer.</summary>
internal readonly record struct BlobEntry(AddressPrefix Prefix, uint Offset, ushort Slot) : IComparable<BlobEntry>
{
    public int CompareTo(BlobEntry other)
    {
        var order = Prefix.CompareTo(other.Prefix);
        if (order == 0)
            order = Offset.CompareTo(other.Offset);
        return order != 0 ? order : Slot.CompareTo(other.Slot);
    }
}
