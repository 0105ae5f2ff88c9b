using System.Buffers;
using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Rewriting;

/// <summary>
/// Copies what is wanted of a segment to the end of the store. Every object is checked against its address on the way, so
/// that damage is never carried along. What lies elsewhere too is not copied; the segment itself is left as it is.
/// </summary>
internal sealed class SegmentRewriter(SegmentBlobStore store)
{
    /// <summary>Copies; returns how many objects were damaged, which are then missing in the copy.</summary>
    /// <param name="segment">A segment whose places do not count as held (<see cref="BlobCatalog.Condemned"/>).</param>
    /// <param name="isWanted">Says which objects.</param>
    /// <param name="cancellationToken">Ends the copying within one frame; what was copied is harmless.</param>
    public ValueTask<int> CopyAsync(BlobSegment segment, Func<ContentHash, bool> isWanted, CancellationToken cancellationToken) =>
        store.ExclusiveAsync(_ => store.Catalog.Handles.Use(segment.Path, file =>
        {
            var damaged = 0;
            var outcome = SegmentScanner.Scan(
                file,
                SegmentFormat.HeadLength,
                (long _, in FrameHeader header, ReadOnlySpan<byte> stored) =>
                {
                    damaged += Copy(header, stored, isWanted, cancellationToken);
                    return true;
                },
                cancellationToken);
            return damaged + outcome.Damage.Count;
        }), cancellationToken);

    private int Copy(in FrameHeader header, ReadOnlySpan<byte> stored, Func<ContentHash, bool> isWanted, CancellationToken cancellationToken)
    {
        var objects = FrameObjects.Addresses(header, stored);
        if (objects is null)
            return 1;
        if (!objects.Any(o => isWanted(o.Address)))
            return 0;
        if (Frame.ExpandVerified(header, stored, store.Catalog.Handles.Expander) is not { } raw)
            return objects.Count;
        if (header.Kind != FrameKind.Block)
        {
            CopyFrame(objects[0].Address, header, stored, cancellationToken);
            return 0;
        }

        foreach (var (address, slot) in objects)
        {
            if (isWanted(address) && BlockFormat.TryGet(raw, slot, out var range, out var isManifest))
                store.Keep(address, raw.AsSpan(range), isManifest, cancellationToken);
        }

        return 0;
    }

    private void CopyFrame(ContentHash address, in FrameHeader header, ReadOnlySpan<byte> stored, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(header.FrameLength);
        try
        {
            header.Write(frame);
            stored.CopyTo(frame.AsSpan(FrameHeader.Size));
            store.Keep(address, frame.AsSpan(0, header.FrameLength), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
