namespace OpenTraces.Bucket.Blobs;

/// <summary>
/// Addresses to locations in 24 bytes each: the first 16 bytes of the address (whoever reads checks all 32) and the packed
/// location, in one array with linear probing. Callers see to it that one thread at a time is in here.
/// </summary>
internal sealed class BlobIndex
{
    private Slot[] _slots = new Slot[256];

    public int Count { get; private set; }

    public bool TryGet(in AddressPrefix prefix, out BlobLocation location)
    {
        ref var slot = ref Find(_slots, prefix);
        location = BlobLocation.Unpack(slot.Location);
        return slot.Location != 0;
    }

    /// <summary>Adds an address or moves it.</summary>
    public void Set(in AddressPrefix prefix, BlobLocation location)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
            Rebuild(_slots.Length * 2, static _ => true);
        ref var slot = ref Find(_slots, prefix);
        if (slot.Location == 0)
            Count++;
        slot = new Slot(prefix, location.Pack());
    }

    /// <summary>Drops every address of a segment that is gone.</summary>
    public void RemoveSegment(int segment) =>
        Rebuild(_slots.Length, packed => BlobLocation.Unpack(packed).Segment != segment);

    private void Rebuild(int length, Func<ulong, bool> keep)
    {
        var slots = new Slot[length];
        Count = 0;
        foreach (var slot in _slots)
        {
            if (slot.Location == 0 || !keep(slot.Location))
                continue;
            Find(slots, slot.Prefix) = slot;
            Count++;
        }

        _slots = slots;
    }

    private static ref Slot Find(Slot[] slots, in AddressPrefix prefix)
    {
        var mask = slots.Length - 1;
        var i = (int)prefix.High & mask;
        while (slots[i].Location != 0 && slots[i].Prefix != prefix)
            i = (i + 1) & mask;
        return ref slots[i];
    }

    private readonly record struct Slot(AddressPrefix Prefix, ulong Location);
}
