using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>Which objects a frame of a blob segment holds.</summary>
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
                var manifest = Frame.ExpandVerified(header, stored);
                return manifest is null || manifest.Length < ContentHash.Size
                    ? null
                    : [(new ContentHash(manifest.AsSpan(0, ContentHash.Size)), 0)];
            case FrameKind.Block:
                var block = Frame.ExpandVerified(header, stored);
                return block is null || BlockFormat.Count(block) < 0 ? null : Addresses(block);
            default:
                return [];
        }
    }

    private static (ContentHash Address, int Slot)[] Addresses(byte[] block)
    {
        var found = new (ContentHash, int)[BlockFormat.Count(block)];
        for (var i = 0; i < found.Length; i++)
            found[i] = (BlockFormat.AddressOf(block, i + 1), i + 1);
        return found;
    }
}
