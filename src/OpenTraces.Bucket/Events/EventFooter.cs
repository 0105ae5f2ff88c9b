using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// The payload of a log segment's footer: which events it holds, where every 256th of them begins, and for each trace the
/// last event about it.
/// </summary>
internal sealed record EventFooter(
    long First, long Last, ContentHash Before, ContentHash Head, IReadOnlyList<long> Offsets, IReadOnlyDictionary<TraceId, long> Traces)
{
    public const int Stride = 256;

    private const int HeadSize = 16 + (2 * ContentHash.Size) + 8;
    private const int OffsetSize = 8;
    private const int TraceSize = 24;

    public byte[] ToBytes()
    {
        var bytes = new byte[HeadSize + (Offsets.Count * OffsetSize) + (Traces.Count * TraceSize)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Last);
        Before.CopyTo(bytes.AsSpan(16));
        Head.CopyTo(bytes.AsSpan(16 + ContentHash.Size));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeadSize - 8), Offsets.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeadSize - 4), Traces.Count);
        var rest = bytes.AsSpan(HeadSize);
        foreach (var offset in Offsets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, offset);
            rest = rest[OffsetSize..];
        }

        foreach (var (trace, last) in Traces.OrderBy(t => t.Key))
        {
            trace.ToGuid().TryWriteBytes(rest, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64LittleEndian(rest[16..], last);
            rest = rest[TraceSize..];
        }

        return bytes;
    }

    /// <summary>Null when the lengths do not add up.</summary>
    public static EventFooter? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize)
            return null;
        var offsetCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeadSize - 8)..]);
        var traceCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeadSize - 4)..]);
        var rest = bytes[HeadSize..];
        if (offsetCount < 0 || traceCount < 0
            || ((long)offsetCount * OffsetSize) + ((long)traceCount * TraceSize) != rest.Length)
        {
            return null;
        }

        var offsets = new long[offsetCount];
        for (var i = 0; i < offsetCount; i++, rest = rest[OffsetSize..])
            offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(rest);
        var traces = new Dictionary<TraceId, long>(traceCount);
        for (var i = 0; i < traceCount; i++, rest = rest[TraceSize..])
            traces[new TraceId(new Guid(rest[..16], bigEndian: true))] = BinaryPrimitives.ReadInt64LittleEndian(rest[16..]);
        return new EventFooter(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            new ContentHash(bytes.Slice(16, ContentHash.Size)),
            new ContentHash(bytes.Slice(16 + ContentHash.Size, ContentHash.Size)),
            offsets,
            traces);
    }
}
