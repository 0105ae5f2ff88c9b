using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Blocks;

/// <summary>Small objects on their way into a block. One thread at a time may add; any may read meanwhile.</summary>
internal sealed class PendingBlock
{
    private readonly Lock _lock = new();
    private readonly byte[] _bytes = new byte[BlockFormat.FullLength + BlockFormat.SmallLimit];
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<ContentHash, int> _places = [];
    private int _length;

    public int Count => _entries.Count;

    public bool IsFull => _length + (_entries.Count * BlockFormat.EntrySize) >= BlockFormat.FullLength;

    public bool Contains(ContentHash address)
    {
        lock (_lock)
            return _places.ContainsKey(address);
    }

    public ContentHash AddressOf(int slot) => _entries[slot - 1].Address;

    public void Add(ContentHash address, ReadOnlySpan<byte> bytes, bool isManifest)
    {
        lock (_lock)
        {
            bytes.CopyTo(_bytes.AsSpan(_length));
            _places.Add(address, _entries.Count);
            _entries.Add(new Entry(address, _length, bytes.Length, isManifest));
            _length += bytes.Length;
        }
    }

    public StoredObject? TryGet(ContentHash address)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(address, out var place))
                return null;
            var entry = _entries[place];
            return new StoredObject(_bytes.AsSpan(entry.Start, entry.Length).ToArray(), entry.IsManifest);
        }
    }

    /// <summary>The only object, when there is one and it needs no directory to be told from a manifest.</summary>
    public bool TryGetSingle(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _bytes.AsMemory(0, _length);
        return _entries.Count == 1 && !_entries[0].IsManifest;
    }

    public byte[] ToPayload()
    {
        var directory = BlockFormat.CountSize + (_entries.Count * BlockFormat.EntrySize);
        var payload = new byte[directory + _length];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)_entries.Count);
        var rest = payload.AsSpan(BlockFormat.CountSize);
        foreach (var entry in _entries)
        {
            BlockFormat.WriteEntry(rest, entry.Address, entry.Start, entry.Length, entry.IsManifest);
            rest = rest[BlockFormat.EntrySize..];
        }

        _bytes.AsSpan(0, _length).CopyTo(payload.AsSpan(directory));
        return payload;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _places.Clear();
            _length = 0;
        }
    }

    private readonly record struct Entry(ContentHash Address, int Start, int Length, bool IsManifest);
}
