using OpenTraces.Bucket.Segments.Lookup;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// The objects of one segment that has no footer: the first 16 bytes of each address (whoever reads checks all 32) and its
/// place, 24 bytes together, in one array with linear probing. One writer and any readers at a time.
/// </summary>
internal sealed class ScannedEntries
{
    private const int FirstLength = 64;

    private readonly Lock _lock = new();
    private BlobEntry[] _slots = [];

    public int Count { get; private set; }

    public bool TryFind(in LookupKey key, out BlobEntry entry)
    {
        lock (_lock)
        {
            entry = _slots.Length == 0 ? default : Find(_slots, key);
            return entry.Offset != 0;
        }
    }

    /// <summary>Adds an object or moves it.</summary>
    public void Set(in BlobEntry entry)
    {
        lock (_lock)
        {
            if ((Count + 1) * 4L > _slots.Length * 3L)
                Grow();
            ref var slot = ref Find(_slots, entry.Key);
            if (slot.Offset == 0)
                Count++;
            slot = entry;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _slots = [];
            Count = 0;
        }
    }

    private void Grow()
    {
        var slots = new BlobEntry[Math.Max(FirstLength, _slots.Length * 2)];
        foreach (var entry in _slots)
        {
            if (entry.Offset != 0)
                Find(slots, entry.Key) = entry;
        }

        _slots = slots;
    }

    // No frame begins at offset 0, so an empty slot is told by it.
    private static ref BlobEntry Find(BlobEntry[] slots, in LookupKey key)
    {
        var mask = slots.Length - 1;
        var i = (int)key.High & mask;
        while (slots[i].Offset != 0 && slots[i].Key != key)
            i = (i + 1) & mask;
        return ref slots[i];
    }
}
