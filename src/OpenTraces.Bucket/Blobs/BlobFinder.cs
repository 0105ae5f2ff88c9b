using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Blobs.Streams;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>The reading half of the store: finds objects wherever they are, and what streams consist of.</summary>
internal sealed class BlobFinder(BlobCatalog catalog, PendingBlock pending)
{
    private readonly BlobReader _reader = new(catalog);

    /// <summary>What lies at an address; null when nothing does.</summary>
    /// <exception cref="OpenTracesException">It is damaged, or something that may have been it is.</exception>
    public StoredObject? Find(ContentHash address, CancellationToken cancellationToken) =>
        StoreErrors.Guard(catalog.Folder, () => FindCore(address, cancellationToken));

    /// <summary>The bytes of a chunk, which a manifest says must be there.</summary>
    public ReadOnlyMemory<byte> ReadChunk(ChunkRef chunk, CancellationToken cancellationToken)
    {
        var found = Find(chunk.Address, cancellationToken);
        return found is { IsManifest: false } held && held.Bytes.Length == chunk.Length
            ? held.Bytes
            : throw Incomplete(chunk.Address);
    }

    /// <summary>What a stream is put together from; null for a blob, which is not read.</summary>
    /// <exception cref="OpenTracesException">There is no such object, or what describes it is damaged.</exception>
    public StreamManifest? FindManifest(ContentHash address, CancellationToken cancellationToken) => StoreErrors.Guard(catalog.Folder, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            for (var copy = 0; catalog.TryFind(address, copy, out var location); copy++)
            {
                try
                {
                    return _reader.ReadManifest(address, location) is { } bytes
                        ? StreamManifest.TryParse(bytes.Span) ?? throw Incomplete(address)
                        : null;
                }
                catch (FileNotFoundException)
                {
                    // Moved by another process: look again.
                }
                catch (OpenTracesException) when (attempt == 0 || catalog.TryFind(address, copy + 1, out _))
                {
                    // Another copy may be whole.
                }
            }

            catalog.Refresh(cancellationToken);
        }

        throw Incomplete(address);
    });

    /// <inheritdoc cref="SegmentBlobStore.TryVerify"/>
    public (bool Ok, long Length)? TryVerify(BlobLocation at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _reader.Verify(at);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private StoredObject? FindCore(ContentHash address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryRead(address, out var found, out _))
            return found;
        catalog.Refresh(cancellationToken);
        if (TryRead(address, out found, out var damage))
            return found;
        if (damage is not null)
            throw damage;
        if (catalog.FirstDamage() is var (segment, range))
        {
            throw new OpenTracesException(
                OpenTracesErrorCode.StoreCorrupt,
                $"The object {address} is not in the store, and segment '{segment.Name}' is damaged at offset {range.Offset} ({range.Length} bytes), where it may have been: import its source again, or restore the segment from a copy.");
        }

        return null;
    }

    /// <summary>Reads the first copy that is whole; of several segments that hold an object any will do.</summary>
    private bool TryRead(ContentHash address, out StoredObject? found, out OpenTracesException? damage)
    {
        damage = null;
        found = pending.TryGet(address);
        for (var copy = 0; found is null && catalog.TryFind(address, copy, out var location); copy++)
        {
            try
            {
                found = _reader.Read(address, location);
            }
            catch (FileNotFoundException)
            {
                // Another process has moved what the segment held and deleted it.
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
            {
                damage ??= e;
            }
        }

        return found is not null;
    }

    /// <summary>The layout of an object to build upon; null when there is none that can be read.</summary>
    public StreamLayout? TryGetLayout(ContentHash address, CancellationToken cancellationToken)
    {
        try
        {
            return Find(address, cancellationToken) is { } found
                ? Layout(address, found, cancellationToken)
                : null;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // A damaged older object cannot be built upon; the new one is then stored whole.
            return null;
        }
    }

    /// <summary>All chunks of a found object.</summary>
    public StreamLayout Layout(ContentHash address, StoredObject found, CancellationToken cancellationToken)
    {
        var parts = new Stack<IReadOnlyList<ChunkRef>>();
        var depth = 0;
        while (true)
        {
            if (!found.IsManifest)
            {
                parts.Push(found.Bytes.IsEmpty ? [] : [new ChunkRef(address, found.Bytes.Length)]);
                break;
            }

            var manifest = StreamManifest.TryParse(found.Bytes.Span) ?? throw Incomplete(address);
            parts.Push(manifest.Chunks);
            if (manifest.Base is not { } older)
                break;
            depth++;
            if (depth > StreamManifest.MaxDepth)
                throw Incomplete(address);
            address = older;
            found = Find(older, cancellationToken) ?? throw Incomplete(older);
        }

        var chunks = parts.SelectMany(p => p).ToArray();
        return new StreamLayout(chunks.Sum(c => (long)c.Length), depth, chunks);
    }

    private static OpenTracesException Incomplete(ContentHash address) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The object {address} is part of a stream and is not in the store: import the source again, or restore the segments from a copy.");
}
