using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// Which objects a frame of a blob segment holds. Its checksums have been looked at; nothing is expanded, so that a scan
/// costs one pass over the bytes.
/// </summary>
internal static class FrameObjects
{
    /// <summary>How many objects a frame holds; 0 for kinds that hold none; -1 when the payload is not what the kind asks for.</summary>
    public static int Count(in FrameHeader header, ReadOnlySpan<byte> stored) => header.Kind switch
    {
        FrameKind.Blob => 1,
        FrameKind.Manifest => header.Codec != FrameCodec.None || stored.Length < ContentHash.Size ? -1 : 1,
        FrameKind.Block => BlockFormat.Count(stored),
        _ => 0,
    };

    /// <summary>What an object is looked up by, and its place, by number from 0.</summary>
    public static (LookupKey Key, int Slot) KeyAt(in FrameHeader header, ReadOnlySpan<byte> stored, int number) => header.Kind switch
    {
        FrameKind.Block => (LookupKey.Read(stored[BlockFormat.EntryOffset(number + 1)..]), number + 1),
        FrameKind.Manifest => (LookupKey.Read(stored), 0),
        _ => (LookupKey.Of(header.Hash), 0),
    };

    /// <summary>Addresses and places; empty for kinds that hold none; null when the payload is not what the kind asks for.</summary>
    public static IReadOnlyList<(ContentHash Address, int Slot)>? Addresses(in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        var count = Count(header, stored);
        if (count < 0)
            return null;
        var found = new (ContentHash, int)[count];
        for (var i = 0; i < count; i++)
        {
            found[i] = header.Kind switch
            {
                FrameKind.Block => (BlockFormat.AddressOf(stored, i + 1), i + 1),
                FrameKind.Manifest => (new ContentHash(stored[..ContentHash.Size]), 0),
                _ => (header.Hash, 0),
            };
        }

        return found;
    }
}
