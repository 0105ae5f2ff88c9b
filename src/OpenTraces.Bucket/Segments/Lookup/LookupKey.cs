using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments.Lookup;

/// <summary>
/// What footers are sorted by: the first 16 bytes of an address, enough to find an object and too few to prove it, or a
/// trace id.
/// </summary>
internal readonly record struct LookupKey(ulong High, ulong Low) : IComparable<LookupKey>
{
    public const int Size = 16;

    public static LookupKey Of(ContentHash address)
    {
        Span<byte> bytes = stackalloc byte[ContentHash.Size];
        address.CopyTo(bytes);
        return Read(bytes);
    }

    public static LookupKey Of(TraceId trace)
    {
        Span<byte> bytes = stackalloc byte[Size];
        trace.ToGuid().TryWriteBytes(bytes, bigEndian: true, out _);
        return Read(bytes);
    }

    public static LookupKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    public int CompareTo(LookupKey other)
    {
        var order = High.CompareTo(other.High);
        return order != 0 ? order : Low.CompareTo(other.Low);
    }
}
