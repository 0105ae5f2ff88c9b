using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// Which objects a frame of a blob segment holds. Its checksums have been looked at; nothing is expanded, so that a scan
/// costs one pass over the bytes.
/// </summary>
internal static class FrameObjects
{
    /// <summary>Addresses and places; empty for kinds that hold none; null when the payload is not what the kind asks for.</summary>
    public static IReadOnlyList<(ContentHash Address, int Slot)>? Addresses(
        in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        switch (header.Kind)
        {
            case FrameKind.Blob:
                return [(header.Hash, 0)];
            case FrameKind.Manifest:
                return header.Codec != FrameCodec.None || stored.Length < ContentHash.Size
                    ? null
                    : [(new ContentHash(stored[..ContentHash.Size]), 0)];
            case FrameKind.Block:
                return BlockFormat.Count(stored) < 0 ? null : Addresses(stored);
            default:
                return [];
        }
    }

    private static (ContentHash Address, int Slot)[] Addresses(ReadOnlySpan<byte> block)
    {
        var found = new (ContentHash, int)[BlockFormat.Count(block)];
        for (var i = 0; i < found.Length; i++)
            found[i] = (BlockFormat.AddressOf(block, i + 1), i + 1);
        return found;
    }
}
