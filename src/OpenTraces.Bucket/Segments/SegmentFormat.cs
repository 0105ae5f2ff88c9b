using System.Buffers.Binary;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments;

/// <summary>The bytes around the frames: 16 at the beginning of every segment, 24 at the end of a sealed one.</summary>
internal static class SegmentFormat
{
    public const byte Version = 1;

    public const int HeadLength = 16;

    public const int TrailerLength = 24;

    /// <summary>A segment is sealed when the next frame would carry it past this.</summary>
    public const long SealLength = 64L << 20;

    public const string Extension = ".seg";

    private static ReadOnlySpan<byte> HeadMagic => [0xF5, 0x4F, 0x54, 0x53, 0x45, 0x47, 0x0D, 0x0A];

    private static ReadOnlySpan<byte> TrailerMagic => [0xF5, 0x4F, 0x54, 0x45, 0x4E, 0x44, 0x0D, 0x0A];

    public static byte[] Head(SegmentRole role)
    {
        var head = new byte[HeadLength];
        HeadMagic.CopyTo(head);
        head[8] = Version;
        head[9] = (byte)role;
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), Crc32C.Of(head.AsSpan(0, 12)));
        return head;
    }

    /// <summary>False when the head is missing or damaged.</summary>
    /// <exception cref="OpenTracesException">A newer version wrote it, or it is a segment of another role.</exception>
    public static bool CheckHead(StoreFile file, string path, SegmentRole role)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (file.Read(0, head) < HeadLength || !head.StartsWith(HeadMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) != Crc32C.Of(head[..12]))
        {
            return false;
        }

        if (head[8] != Version)
        {
            throw new OpenTracesException(
                OpenTracesErrorCode.Precondition,
                head[8] < Version
                    ? $"'{path}' is of segment version {head[8]}, a draft that is not read any more: import its sessions again into a new folder."
                    : $"'{path}' has segment version {head[8]}; this version reads {Version}: use a newer version.");
        }

        return head[9] == (byte)role
            ? true
            : throw new OpenTracesException(
                OpenTracesErrorCode.StoreCorrupt, $"'{path}' does not belong in this folder: it holds other frames.");
    }

    public static byte[] Trailer(long footerOffset)
    {
        var trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, footerOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(12), Crc32C.Of(trailer.AsSpan(0, 12)));
        TrailerMagic.CopyTo(trailer.AsSpan(16));
        return trailer;
    }

    /// <summary>Where the footer of a sealed segment begins, and its header; null when it is not sealed or its end is damaged.</summary>
    public static (long Offset, FrameHeader Header)? FindFooter(StoreFile file)
    {
        var length = file.Length;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        if (length < HeadLength + TrailerLength || file.Read(length - TrailerLength, trailer) < TrailerLength
            || !trailer[16..].StartsWith(TrailerMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[12..]) != Crc32C.Of(trailer[..12]))
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        Span<byte> head = stackalloc byte[FrameHeader.Size];
        return offset >= HeadLength && offset <= length && file.Read(offset, head) == head.Length
            && FrameHeader.TryRead(head, out var header) && header.Kind == FrameKind.Footer
            && offset + header.FrameLength + TrailerLength == length
            ? (offset, header)
            : null;
    }

    /// <summary>The payload of the footer, or null when the segment is not sealed or its end is damaged.</summary>
    public static byte[]? ReadFooter(StoreFile file, out long offset)
    {
        offset = 0;
        if (FindFooter(file) is not var (start, header))
            return null;
        offset = start;
        var stored = new byte[header.StoredLength];
        return file.Read(start + FrameHeader.Size, stored) == stored.Length && header.MatchesPayload(stored)
            && header.Codec == FrameCodec.None && ContentHash.Of(stored) == header.Hash
            ? stored
            : null;
    }
}
