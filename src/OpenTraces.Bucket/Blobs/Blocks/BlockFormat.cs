using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Blocks;

/// <summary>
/// The payload of a block: a count, a directory of 36 bytes an entry (address; where its bytes begin behind the directory;
/// how many, with the top bit set for a stream manifest), the bytes. Count and directory are never compressed, so that a
/// scan knows what a block holds without expanding it.
/// </summary>
internal static class BlockFormat
{
    public const int CountSize = 2;

    public const int EntrySize = ContentHash.Size + 4;

    /// <summary>Objects of this length and more get a frame of their own.</summary>
    public const int SmallLimit = 4096;

    /// <summary>A block is written when its objects reach this many bytes together.</summary>
    public const int FullLength = 16384;

    private const ushort ManifestBit = 0x8000;

    public static void WriteEntry(Span<byte> destination, ContentHash address, int start, int length, bool isManifest)
    {
        address.CopyTo(destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[ContentHash.Size..], (ushort)start);
        var coded = (ushort)length | (isManifest ? ManifestBit : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(ContentHash.Size + 2)..], (ushort)coded);
    }

    /// <summary>How many objects a block holds; -1 when it is not one.</summary>
    public static int Count(ReadOnlySpan<byte> block)
    {
        if (block.Length < CountSize)
            return -1;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(block);
        return count > 0 && CountSize + (count * EntrySize) <= block.Length ? count : -1;
    }

    /// <summary>The length of count and directory of a block that may be cut off behind it; 0 when it is not one.</summary>
    public static int DirectoryLength(ReadOnlySpan<byte> block) => Math.Max(0, Count(block)) is var count && count > 0
        ? CountSize + (count * EntrySize)
        : 0;

    /// <summary>Where in a block the entry of an object lies, by its place from 1.</summary>
    public static int EntryOffset(int slot) => CountSize + ((slot - 1) * EntrySize);

    public static bool IsManifest(ReadOnlySpan<byte> entry) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(entry[(ContentHash.Size + 2)..]) & ManifestBit) != 0;

    /// <summary>The address of an object by its place, from 1.</summary>
    public static ContentHash AddressOf(ReadOnlySpan<byte> block, int slot) =>
        new(block.Slice(EntryOffset(slot), ContentHash.Size));

    /// <summary>Where the bytes of an object lie in the block; false when the directory is damaged.</summary>
    public static bool TryGet(ReadOnlySpan<byte> block, int slot, out Range bytes, out bool isManifest)
    {
        bytes = default;
        isManifest = false;
        var count = Count(block);
        if (slot < 1 || slot > count)
            return false;
        var entry = block.Slice(EntryOffset(slot) + ContentHash.Size, 4);
        var coded = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
        var start = CountSize + (count * EntrySize) + BinaryPrimitives.ReadUInt16LittleEndian(entry);
        var end = start + (coded & ~ManifestBit);
        isManifest = IsManifest(block[EntryOffset(slot)..]);
        bytes = start..end;
        return end <= block.Length;
    }
}
