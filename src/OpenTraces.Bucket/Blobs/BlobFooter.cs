using System.Buffers.Binary;
using OpenTraces.Bucket.Segments;

namespace OpenTraces.Bucket.Blobs;

/// <summary>The payload of a blob segment's footer: what it holds, in the order of addresses, and what of it is damaged.</summary>
internal static class BlobFooter
{
    private const int HeadSize = 8;
    private const int EntrySize = AddressPrefix.Size + 6;
    private const int DamageSize = 16;

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
            entry.Prefix.Write(rest);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[AddressPrefix.Size..], entry.Offset);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[(AddressPrefix.Size + 4)..], entry.Slot);
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

    /// <summary>False when the lengths do not add up.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, Action<BlobEntry> entry, Action<DamagedRange> damage)
    {
        if (payload.Length < HeadSize)
            return false;
        var entries = BinaryPrimitives.ReadInt32LittleEndian(payload);
        var damages = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        var rest = payload[HeadSize..];
        if (entries < 0 || damages < 0 || ((long)entries * EntrySize) + ((long)damages * DamageSize) != rest.Length)
            return false;
        for (; entries > 0; entries--, rest = rest[EntrySize..])
        {
            entry(new BlobEntry(
                AddressPrefix.Read(rest),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[AddressPrefix.Size..]),
                BinaryPrimitives.ReadUInt16LittleEndian(rest[(AddressPrefix.Size + 4)..])));
        }

        for (; damages > 0; damages--, rest = rest[DamageSize..])
        {
            damage(new DamagedRange(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..])));
        }

        return true;
    }
}
