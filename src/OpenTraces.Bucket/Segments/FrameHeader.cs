using System.Buffers.Binary;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments;

/// <summary>The 56 bytes before a frame's payload.</summary>
internal readonly record struct FrameHeader(
    FrameKind Kind, FrameCodec Codec, int StoredLength, int RawLength, ContentHash Hash, uint PayloadCrc)
{
    public const int Size = 56;

    /// <summary>No frame is longer, stored or raw: a bound for what a damaged header can make a reader allocate.</summary>
    public const int MaxPayload = 1 << 26;

    private const int Checked = 48;

    /// <summary>The bytes every frame begins with. Not UTF-8, so no text holds them.</summary>
    public static ReadOnlySpan<byte> Magic => [0xF5, 0x4F, 0x54, 0x8A];

    public int FrameLength => Size + StoredLength;

    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[4] = SegmentFormat.Version;
        destination[5] = (byte)Kind;
        destination[6] = (byte)Codec;
        destination[7] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], StoredLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], RawLength);
        Hash.CopyTo(destination[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Checked..], Crc32C.Of(destination[..Checked]));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(Checked + 4)..], PayloadCrc);
    }

    /// <summary>False when these bytes are no header, or a damaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < Size || !source.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[Checked..]) != Crc32C.Of(source[..Checked]))
        {
            return false;
        }

        header = new FrameHeader(
            (FrameKind)source[5],
            (FrameCodec)source[6],
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            new ContentHash(source.Slice(16, ContentHash.Size)),
            BinaryPrimitives.ReadUInt32LittleEndian(source[(Checked + 4)..]));
        return source[4] == SegmentFormat.Version && source[7] == 0
            && header.StoredLength is >= 0 and <= MaxPayload && header.RawLength is >= 0 and <= MaxPayload;
    }

    public bool MatchesPayload(ReadOnlySpan<byte> stored) => Crc32C.Of(stored) == PayloadCrc;
}
