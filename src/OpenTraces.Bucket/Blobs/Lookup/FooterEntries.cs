using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Lookup;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>Where the objects of a sealed segment lie, looked up in its footer in the file.</summary>
internal sealed class FooterEntries
{
    private readonly SortedLines _lines;

    private FooterEntries(SortedLines lines, long framesEnd, IReadOnlyList<DamagedRange> damage)
    {
        _lines = lines;
        FramesEnd = framesEnd;
        Damage = damage;
    }

    public int Count => _lines.Count;

    /// <summary>Where the footer begins.</summary>
    public long FramesEnd { get; }

    /// <summary>What was damaged when the segment was sealed.</summary>
    public IReadOnlyList<DamagedRange> Damage { get; }

    /// <summary>Reads a footer once from end to end; null when its bytes are not those that were written.</summary>
    public static FooterEntries? Load(FileHandles handles, string path)
    {
        Span<byte> head = stackalloc byte[BlobFooter.HeadSize];
        if (handles.Use(path, SegmentFormat.FindFooter) is not var (offset, header) || header.Codec != FrameCodec.None)
            return null;
        var payload = offset + FrameHeader.Size;
        if (handles.Read(path, payload, head) < head.Length || !BlobFooter.TryReadHead(head, header.StoredLength, out var count, out var damages))
            return null;
        return SortedLines.Load(handles, path, payload, header, BlobFooter.HeadSize, BlobFooter.EntrySize, count) is { } lines
            ? new FooterEntries(lines, offset, ReadDamage(handles, path, payload + BlobFooter.Length(count, 0), damages))
            : null;
    }

    /// <summary>Where the copies of an address lie, by number from 0; false when there are no more.</summary>
    public bool TryFind(in LookupKey key, int copy, out BlobEntry entry)
    {
        Span<byte> line = stackalloc byte[BlobFooter.EntrySize];
        entry = default;
        var first = _lines.Find(key, line);
        if (first < 0 || first + copy >= Count)
            return false;
        if (copy > 0)
            _lines.Read(first + copy, line);
        entry = BlobFooter.ReadEntry(line);
        return entry.Key == key;
    }

    /// <summary>The number of the first line of an address; -1 when it is not held.</summary>
    public int IndexOf(in LookupKey key)
    {
        Span<byte> line = stackalloc byte[BlobFooter.EntrySize];
        return _lines.Find(key, line);
    }

    public BlobEntry EntryAt(int line)
    {
        Span<byte> bytes = stackalloc byte[BlobFooter.EntrySize];
        _lines.Read(line, bytes);
        return BlobFooter.ReadEntry(bytes);
    }

    public LookupKey KeyAt(int line) => EntryAt(line).Key;

    private static DamagedRange[] ReadDamage(FileHandles handles, string path, long offset, int count)
    {
        var bytes = new byte[count * BlobFooter.DamageSize];
        handles.Read(path, offset, bytes);
        var damage = new DamagedRange[count];
        for (var i = 0; i < count; i++)
            damage[i] = BlobFooter.ReadDamage(bytes.AsSpan(i * BlobFooter.DamageSize));
        return damage;
    }
}
