using System.Buffers.Binary;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Lookup;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>The payload of a blob segment's footer: what it holds, in the order of addresses, and what of it is damaged.</summary>
internal static class BlobFooter
{
    public const int HeadSize = 8;

    public const int EntrySize = LookupKey.Size + 6;

    public const int DamageSize = 16;

    public static int Length(int entries, int damage) => HeadSize + (entries * EntrySize) + (damage * DamageSize);

    /// <summary>Sorts the entries and writes them.</summary>
    public static byte[] Write(List<BlobEntry> entries, IReadOnlyList<DamagedRange> damage)
    {
        entries.Sort();
        var payload = new byte[Length(entries.Count, damage.Count)];
        BinaryPrimitives.WriteInt32LittleEndian(payload, entries.Count);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(4), damage.Count);
        var rest = payload.AsSpan(HeadSize);
        foreach (var entry in entries)
        {
            entry.Key.Write(rest);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[LookupKey.Size..], entry.Offset);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[(LookupKey.Size + 4)..], entry.Slot);
            rest = rest[EntrySize..];
        }

        foreach (var range in damage)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, range.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], range.Length);
            rest = rest[DamageSize..];
        }

        return payload;
    }

    /// <summary>False when the numbers do not fit the length of the payload.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, int payloadLength, out int entries, out int damages)
    {
        entries = BinaryPrimitives.ReadInt32LittleEndian(head);
        damages = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        return entries >= 0 && damages >= 0
            && HeadSize + ((long)entries * EntrySize) + ((long)damages * DamageSize) == payloadLength;
    }

    public static BlobEntry ReadEntry(ReadOnlySpan<byte> line) => new(
        LookupKey.Read(line),
        BinaryPrimitives.ReadUInt32LittleEndian(line[LookupKey.Size..]),
        BinaryPrimitives.ReadUInt16LittleEndian(line[(LookupKey.Size + 4)..]));

    public static DamagedRange ReadDamage(ReadOnlySpan<byte> line) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(line), BinaryPrimitives.ReadInt64LittleEndian(line[8..]));
}
