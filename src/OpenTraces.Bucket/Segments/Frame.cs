using System.IO.Compression;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments;

/// <summary>Writes and reads whole frames.</summary>
internal static class Frame
{
    private const int Quality = 1;
    private const int Window = 22;

    /// <summary>Below this many bytes compression costs more than it saves.</summary>
    private const int SmallestCompressed = 128;

    /// <summary>The room <see cref="Write"/> needs for a payload of this length.</summary>
    public static int MaxLength(int rawLength) => FrameHeader.Size + rawLength;

    /// <summary>Writes a frame and returns its length. The payload is compressed when that saves a sixteenth or more.</summary>
    public static int Write(FrameKind kind, ReadOnlySpan<byte> raw, ContentHash hash, Span<byte> destination)
    {
        var codec = FrameCodec.None;
        var payload = destination.Slice(FrameHeader.Size, raw.Length);
        var stored = raw.Length;
        if (raw.Length >= SmallestCompressed && kind != FrameKind.Footer && BrotliEncoder.TryCompress(
            raw, payload[..(raw.Length - (raw.Length / 16))], out var compressed, Quality, Window))
        {
            codec = FrameCodec.Brotli;
            stored = compressed;
        }
        else
        {
            raw.CopyTo(payload);
        }

        var header = new FrameHeader(kind, codec, stored, raw.Length, hash, Crc32C.Of(payload[..stored]));
        header.Write(destination);
        return header.FrameLength;
    }

    /// <summary>
    /// Expands a stored payload into exactly <see cref="FrameHeader.RawLength"/> bytes; false when it does not expand to
    /// that. Whether the bytes are the right ones is for the caller to check against their address.
    /// </summary>
    public static bool TryExpand(in FrameHeader header, ReadOnlySpan<byte> stored, Span<byte> raw)
    {
        switch (header.Codec)
        {
            case FrameCodec.None when stored.Length == raw.Length:
                stored.CopyTo(raw);
                return true;
            case FrameCodec.Brotli:
                return BrotliDecoder.TryDecompress(stored, raw, out var written) && written == raw.Length;
            case FrameCodec.Zstd:
                throw new OpenTracesException(
                    OpenTracesErrorCode.Precondition,
                    "A frame is compressed with zstd, which this version does not read: use a newer version.");
            default:
                return false;
        }
    }

    /// <summary>Expands a payload that must have the digest its header names; null when it has not.</summary>
    public static byte[]? ExpandVerified(in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        var raw = GC.AllocateUninitializedArray<byte>(header.RawLength);
        return TryExpand(header, stored, raw) && ContentHash.Of(raw) == header.Hash ? raw : null;
    }
}
