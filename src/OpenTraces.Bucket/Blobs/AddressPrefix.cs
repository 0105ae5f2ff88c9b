using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>The first 16 bytes of an address: enough to find an object, too few to prove it.</summary>
internal readonly record struct AddressPrefix(ulong High, ulong Low) : IComparable<AddressPrefix>
{
    public const int Size = 16;

    public static AddressPrefix Of(ContentHash address)
    {
        Span<byte> bytes = stackalloc byte[ContentHash.Size];
        address.CopyTo(bytes);
        return Read(bytes);
    }

    public static AddressPrefix Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    public int CompareTo(AddressPrefix other)
    {
        var order = High.CompareTo(other.High);
        return order != 0 ? order : Low.CompareTo(other.Low);
    }
}
