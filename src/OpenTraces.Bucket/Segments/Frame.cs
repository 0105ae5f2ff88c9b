using System.IO.Compression;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Segments;

/// <summary>Writes and reads whole frames.</summary>
internal static class Frame
{
    /// <summary>The room a frame takes at most with a payload of this length.</summary>
    public static int MaxLength(int rawLength) => FrameHeader.Size + rawLength;

    /// <summary>Writes a frame whose payload is stored as it is and returns its length.</summary>
    public static int Write(FrameKind kind, ReadOnlySpan<byte> raw, ContentHash hash, Span<byte> destination)
    {
        raw.CopyTo(destination[FrameHeader.Size..]);
        return Finish(kind, FrameCodec.None, raw.Length, raw.Length, hash, destination);
    }

    /// <summary>Writes a frame and returns its length.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="raw">The payload.</param>
    /// <param name="hash">The digest of <paramref name="raw"/>.</param>
    /// <param name="plain">How many bytes at its beginning are stored as they are.</param>
    /// <param name="compressor">Compresses the others.</param>
    /// <param name="destination">Has room for <see cref="MaxLength"/>.</param>
    public static int Write(
        FrameKind kind, ReadOnlySpan<byte> raw, ContentHash hash, int plain, FrameCompressor compressor, Span<byte> destination)
    {
        var payload = destination[FrameHeader.Size..];
        raw[..plain].CopyTo(payload);
        var codec = compressor.Compress(raw[plain..], payload[plain..], out var length);
        return Finish(kind, codec, plain + length, raw.Length, hash, destination);
    }

    /// <summary>
    /// Expands a stored payload into exactly <see cref="FrameHeader.RawLength"/> bytes; false when it does not expand to
    /// that. Whether the bytes are the right ones is for the caller to check against their address.
    /// </summary>
    public static bool TryExpand(in FrameHeader header, ReadOnlySpan<byte> stored, Span<byte> raw, FrameExpander expander)
    {
        var plain = PlainLength(header.Kind, stored);
        if (plain > stored.Length || plain > raw.Length)
            return false;
        stored[..plain].CopyTo(raw);
        return TryExpand(header.Codec, stored[plain..], raw[plain..], expander);
    }

    /// <summary>Expands a payload that must have the digest its header names; null when it has not.</summary>
    public static byte[]? ExpandVerified(in FrameHeader header, ReadOnlySpan<byte> stored, FrameExpander expander)
    {
        var raw = GC.AllocateUninitializedArray<byte>(header.RawLength);
        return TryExpand(header, stored, raw, expander) && ContentHash.Of(raw) == header.Hash ? raw : null;
    }

    /// <summary>How many bytes at the beginning of a payload are not compressed: the directory of a block.</summary>
    private static int PlainLength(FrameKind kind, ReadOnlySpan<byte> stored) =>
        kind == FrameKind.Block ? Blobs.Blocks.BlockFormat.DirectoryLength(stored) : 0;

    private static bool TryExpand(FrameCodec codec, ReadOnlySpan<byte> stored, Span<byte> raw, FrameExpander expander)
    {
        switch (codec)
        {
            case FrameCodec.None when stored.Length == raw.Length:
                stored.CopyTo(raw);
                return true;
            case FrameCodec.Brotli:
                return BrotliDecoder.TryDecompress(stored, raw, out var expanded) && expanded == raw.Length;
            case FrameCodec.Zstd:
                return expander.TryExpand(stored, raw);
            default:
                return false;
        }
    }

    private static int Finish(FrameKind kind, FrameCodec codec, int stored, int raw, ContentHash hash, Span<byte> destination)
    {
        var header = new FrameHeader(kind, codec, stored, raw, hash, Crc32C.Of(destination.Slice(FrameHeader.Size, stored)));
        header.Write(destination);
        return header.FrameLength;
    }
}
