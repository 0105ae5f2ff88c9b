using OpenTraces.Bucket.Segments.Lookup;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// The objects of one segment that has no footer: the first 16 bytes of each address (whoever reads checks all 32) and its
/// place, in the order in which they were found, and a table of their numbers, which is made when somebody asks. The table
/// has 32 bits of each address beside the number, so that filling and growing it stays away from the entries. One writer and
/// any readers at a time.
/// </summary>
internal sealed class ScannedEntries
{
    private const int FirstLength = 64;

    private readonly Lock _lock = new();
    private BlobEntry[] _entries = [];
    private int _count;
    private ulong[] _slots = [];
    private int _indexed;

    public bool TryFind(in LookupKey key, out BlobEntry entry)
    {
        lock (_lock)
        {
            IndexAll();
            var number = _slots.Length == 0 ? 0 : NumberIn(_slots[Find(key)]);
            entry = number == 0 ? default : _entries[number - 1];
            return number != 0;
        }
    }

    /// <summary>Adds an object; one that is there is from now on where this says.</summary>
    public void Set(in BlobEntry entry)
    {
        lock (_lock)
        {
            if (_count > 0 && IsAtOrBefore(entry, _entries[_count - 1]) && TryReplace(entry))
                return;
            if (_count == _entries.Length)
                Array.Resize(ref _entries, Math.Max(FirstLength / 2, _count * 2));
            _entries[_count++] = entry;
        }
    }

    /// <summary>The objects as they were found; some may stand there twice.</summary>
    public BlobEntry[] ToArray()
    {
        lock (_lock)
            return _entries[.._count];
    }

    public void Clear()
    {
        lock (_lock)
            (_entries, _count, _slots, _indexed) = ([], 0, [], 0);
    }

    // Frames are found in the order of the file, unless a part of it is walked once more.
    private static bool IsAtOrBefore(in BlobEntry entry, in BlobEntry last) =>
        entry.Offset < last.Offset || (entry.Offset == last.Offset && entry.Slot <= last.Slot);

    private bool TryReplace(in BlobEntry entry)
    {
        IndexAll();
        var number = NumberIn(_slots[Find(entry.Key)]);
        if (number == 0)
            return false;
        _entries[number - 1] = entry;
        return true;
    }

    private void IndexAll()
    {
        if (_count * 2L > _slots.Length)
            Grow();
        for (; _indexed < _count; _indexed++)
        {
            var key = _entries[_indexed].Key;
            _slots[Find(key)] = ((ulong)(uint)key.High << 32) | (uint)(_indexed + 1);
        }
    }

    private void Grow()
    {
        var slots = new ulong[Math.Max(FirstLength, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_count * 2))];
        var mask = slots.Length - 1;
        foreach (var slot in _slots)
        {
            if (slot == 0)
                continue;
            var i = (int)(slot >> 32) & mask;
            while (slots[i] != 0)
                i = (i + 1) & mask;
            slots[i] = slot;
        }

        _slots = slots;
    }

    /// <summary>The slot of a key, or the empty one where it would go.</summary>
    private int Find(in LookupKey key)
    {
        var mask = _slots.Length - 1;
        var mark = (uint)key.High;
        var i = (int)mark & mask;
        while (_slots[i] is not 0 and var slot && ((uint)(slot >> 32) != mark || _entries[NumberIn(slot) - 1].Key != key))
            i = (i + 1) & mask;
        return i;
    }

    private static int NumberIn(ulong slot) => (int)(uint)slot;
}
