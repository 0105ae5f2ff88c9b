using System.Buffers;
using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>Reads one object from its frame and checks it against its address.</summary>
internal sealed class BlobReader(BlobCatalog catalog)
{
    /// <summary>Enough for the header and most blocks in one read.</summary>
    private const int FirstRead = 8192;

    private Block? _lastBlock;

    /// <exception cref="OpenTracesException">The bytes there do not have that address.</exception>
    /// <exception cref="FileNotFoundException">The segment is gone.</exception>
    public StoredObject Read(ContentHash address, BlobLocation at)
    {
        var found = at.Slot > 0 ? ReadFromBlock(address, at) : ReadFrame(address, at);
        return found ?? throw Corrupt(address, at);
    }

    /// <summary>The manifest of a stream; null when the object is a blob, whose bytes are then not read.</summary>
    /// <exception cref="OpenTracesException">There is no such object, or its manifest is damaged.</exception>
    /// <exception cref="FileNotFoundException">The segment is gone.</exception>
    public ReadOnlyMemory<byte>? ReadManifest(ContentHash address, BlobLocation at)
    {
        Span<byte> head = stackalloc byte[FrameHeader.Size];
        var segment = catalog[at];
        if (Read(segment, at.Offset, head) < head.Length || !FrameHeader.TryRead(head, out var header))
            throw Corrupt(address, at);
        if (header.Kind == FrameKind.Blob)
            return null;
        if (header.Kind == FrameKind.Block)
        {
            Span<byte> entry = stackalloc byte[BlockFormat.EntrySize];
            var start = at.Offset + FrameHeader.Size + BlockFormat.EntryOffset(at.Slot);
            if (Read(segment, start, entry) == entry.Length && new ContentHash(entry[..ContentHash.Size]) == address && !BlockFormat.IsManifest(entry))
                return null;
        }

        return Read(address, at) is { IsManifest: true } found ? found.Bytes : null;
    }

    /// <summary>Whether the frame at a place expands to what its header says, and to how many bytes.</summary>
    public (bool Ok, long Length) Verify(BlobLocation at) =>
        Expand(at) is var (header, raw) && ContentHash.Of(raw) == header.Hash ? (true, raw.Length) : (false, 0);

    private StoredObject? ReadFrame(ContentHash address, BlobLocation at)
    {
        if (Expand(at) is not var (header, raw))
            return null;
        switch (header.Kind)
        {
            case FrameKind.Blob when ContentHash.Of(raw) == address:
                return new StoredObject(raw, IsManifest: false);
            case FrameKind.Manifest when raw.Length > ContentHash.Size && ContentHash.Of(raw) == header.Hash
                && new ContentHash(raw.AsSpan(0, ContentHash.Size)) == address:
                return new StoredObject(raw.AsMemory(ContentHash.Size), IsManifest: true);
            default:
                return null;
        }
    }

    private StoredObject? ReadFromBlock(ContentHash address, BlobLocation at)
    {
        var block = _lastBlock;
        if (block is null || block.Segment != at.Segment || block.Offset != at.Offset)
        {
            if (Expand(at) is not var (header, raw) || header.Kind != FrameKind.Block)
                return null;
            block = new Block(at.Segment, at.Offset, raw, header.Hash);
            _lastBlock = block;
        }

        if (!BlockFormat.TryGet(block.Bytes, at.Slot, out var range, out var isManifest)
            || BlockFormat.AddressOf(block.Bytes, at.Slot) != address)
        {
            return null;
        }

        // The address of a manifest is the digest of what it describes, so the block's own digest has to vouch for it.
        var bytes = block.Bytes.AsSpan(range);
        var isRight = isManifest ? ContentHash.Of(block.Bytes) == block.Hash : ContentHash.Of(bytes) == address;
        return isRight ? new StoredObject(bytes.ToArray(), isManifest) : null;
    }

    /// <summary>The header and the expanded payload; null when there is no whole frame there.</summary>
    private (FrameHeader Header, byte[] Raw)? Expand(BlobLocation at)
    {
        var segment = catalog[at];
        var buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            var read = Read(segment, at.Offset, buffer.AsSpan(0, FirstRead));
            if (!FrameHeader.TryRead(buffer.AsSpan(0, read), out var header))
                return null;
            if (header.FrameLength > read)
            {
                var larger = ArrayPool<byte>.Shared.Rent(header.FrameLength);
                buffer.AsSpan(0, read).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
                read += Read(segment, at.Offset + read, buffer.AsSpan(read, header.FrameLength - read));
                if (read < header.FrameLength)
                    return null;
            }

            var raw = GC.AllocateUninitializedArray<byte>(header.RawLength);
            return Frame.TryExpand(header, buffer.AsSpan(FrameHeader.Size, header.StoredLength), raw, catalog.Handles.Expander)
                ? (header, raw)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Read(BlobSegment segment, long offset, Span<byte> buffer) =>
        segment.Unwritten is { } unwritten && unwritten.TryRead(offset, buffer, out var read)
            ? read
            : catalog.Handles.Read(segment.Path, offset, buffer);

    private OpenTracesException Corrupt(ContentHash address, BlobLocation at)
    {
        catalog.MarkCorrupt(address, at);
        return new OpenTracesException(
            OpenTracesErrorCode.StoreCorrupt,
            $"The object {address} is damaged in segment '{catalog[at].Name}' at offset {at.Offset}: import its source again, or restore the segment from a copy.");
    }

    private sealed record Block(int Segment, uint Offset, byte[] Bytes, ContentHash Hash);
}
