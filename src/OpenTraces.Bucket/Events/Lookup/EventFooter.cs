using System.Buffers.Binary;
using System.Text;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events.Lookup;

/// <summary>
/// The head of a log segment's footer: which events it holds and of which kinds. Behind it lie a line for each event and a
/// line for each trace, which are looked up in the file.
/// </summary>
internal sealed record EventFooter
{
    public const int EventLine = 5;

    public const int TraceLine = LookupKey.Size + 8;

    private const int FixedHead = 16 + (2 * ContentHash.Size) + 12;
    private const int MaxHead = 1 << 16;
    private const int ChecksumSize = 4;

    public required long First { get; init; }

    public required long Last { get; init; }

    /// <summary>The digest of the event before the first.</summary>
    public required ContentHash Before { get; init; }

    /// <summary>The digest of the last event.</summary>
    public required ContentHash Head { get; init; }

    /// <summary>In ordinal order; an event's line names its kind by the place here.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>How many traces the events are about.</summary>
    public required int Traces { get; init; }

    public int Events => (int)(Last - First + 1);

    /// <summary>Where in the payload the line of the first event is.</summary>
    public int EventsAt => HeadLength() + ChecksumSize;

    public int TracesAt => EventsAt + (Events * EventLine);

    /// <summary>The payload of a footer.</summary>
    /// <param name="offsets">Where each event begins.</param>
    /// <param name="kinds">The place of its kind in <see cref="Kinds"/>.</param>
    /// <param name="traces">For each trace the last event about it.</param>
    public byte[] ToBytes(IReadOnlyList<uint> offsets, IReadOnlyList<byte> kinds, IReadOnlyDictionary<TraceId, long> traces)
    {
        var bytes = new byte[TracesAt + (Traces * TraceLine)];
        WriteHead(bytes);
        var line = bytes.AsSpan(EventsAt);
        for (var i = 0; i < Events; i++, line = line[EventLine..])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(line, offsets[i]);
            line[4] = kinds[i];
        }

        foreach (var (key, last) in traces.Select(t => (Key: LookupKey.Of(t.Key), t.Value)).OrderBy(t => t.Key))
        {
            key.Write(line);
            BinaryPrimitives.WriteInt64LittleEndian(line[LookupKey.Size..], last);
            line = line[TraceLine..];
        }

        return bytes;
    }

    /// <summary>Reads the head of a footer; null when the segment has none, or its checksum or lengths are wrong.</summary>
    public static EventFooter? Read(StoreFile file, out long offset, out FrameHeader header)
    {
        (offset, header) = (0, default);
        if (SegmentFormat.FindFooter(file) is not var (start, found) || found.Codec != FrameCodec.None)
            return null;
        (offset, header) = (start, found);
        var head = new byte[Math.Min(MaxHead, found.StoredLength)];
        return file.Read(start + FrameHeader.Size, head) == head.Length && TryParse(head) is { } footer
            && footer.TracesAt + ((long)footer.Traces * TraceLine) == found.StoredLength
            ? footer
            : null;
    }

    private static EventFooter? TryParse(ReadOnlySpan<byte> head)
    {
        if (head.Length < FixedHead + ChecksumSize)
            return null;
        var kindBytes = BinaryPrimitives.ReadInt32LittleEndian(head[(FixedHead - 4)..]);
        if (kindBytes < 0 || kindBytes > head.Length - FixedHead - ChecksumSize
            || BinaryPrimitives.ReadUInt32LittleEndian(head[(FixedHead + kindBytes)..]) != Crc32C.Of(head[..(FixedHead + kindBytes)]))
        {
            return null;
        }

        var kinds = new List<string>();
        for (var rest = head.Slice(FixedHead, kindBytes); !rest.IsEmpty; rest = rest[(1 + rest[0])..])
            kinds.Add(Encoding.UTF8.GetString(rest.Slice(1, rest[0])));
        return new EventFooter
        {
            First = BinaryPrimitives.ReadInt64LittleEndian(head),
            Last = BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
            Before = new ContentHash(head.Slice(16, ContentHash.Size)),
            Head = new ContentHash(head.Slice(16 + ContentHash.Size, ContentHash.Size)),
            Traces = BinaryPrimitives.ReadInt32LittleEndian(head[(FixedHead - 8)..]),
            Kinds = kinds,
        };
    }

    private int HeadLength() => FixedHead + Kinds.Sum(k => 1 + Encoding.UTF8.GetByteCount(k));

    private void WriteHead(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Last);
        Before.CopyTo(bytes[16..]);
        Head.CopyTo(bytes[(16 + ContentHash.Size)..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(FixedHead - 12)..], Events);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(FixedHead - 8)..], Traces);
        var length = HeadLength();
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(FixedHead - 4)..], length - FixedHead);
        var rest = bytes[FixedHead..];
        foreach (var kind in Kinds)
        {
            rest[0] = (byte)Encoding.UTF8.GetBytes(kind, rest[1..]);
            rest = rest[(1 + rest[0])..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[length..], Crc32C.Of(bytes[..length]));
    }
}
