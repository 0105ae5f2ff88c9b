using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Blobs.Streams;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <content>What looking after a bucket needs of its blobs.</content>
internal sealed partial class SegmentBlobStore
{
    /// <summary>The segments and what lies where.</summary>
    internal BlobCatalog Catalog => _catalog;

    /// <inheritdoc cref="BlobFinder.FindManifest"/>
    internal StreamManifest? FindManifest(ContentHash address, CancellationToken cancellationToken) =>
        _finder.FindManifest(address, cancellationToken);

    /// <summary>Whether what lies at a place is what was put there, and how long its frame is when expanded; null when the segment is gone.</summary>
    internal (bool Ok, long Length)? TryVerify(BlobLocation at, CancellationToken cancellationToken) =>
        _finder.TryVerify(at, cancellationToken);

    /// <summary>Runs work on the end of the store that must not meet another writer of this instance.</summary>
    internal async ValueTask<T> ExclusiveAsync<T>(Func<BlobAppender, T> work, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly();
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfUnusable();
            Interlocked.Increment(ref _puts);
            return await Task.Run(() => StoreErrors.Guard(_catalog.Folder, () => work(_appender)), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Keeps an object that was verified, unless it is held elsewhere. Only within <see cref="ExclusiveAsync"/>.</summary>
    internal void Keep(ContentHash address, ReadOnlySpan<byte> bytes, bool isManifest, CancellationToken cancellationToken)
    {
        if (!IsHeld(address, cancellationToken))
            AddToBlock(address, bytes, isManifest, cancellationToken);
    }

    /// <summary>Keeps a verified frame of one object as it is, unless the object is held elsewhere. Only within <see cref="ExclusiveAsync"/>.</summary>
    internal void Keep(ContentHash address, ReadOnlySpan<byte> frame, CancellationToken cancellationToken)
    {
        if (!IsHeld(address, cancellationToken))
            _appender.Append(frame, [address], inBlock: false, cancellationToken);
    }

    /// <summary>
    /// True when an object or something it is put together from is not there; it then no longer counts as held, so that it
    /// can be put again.
    /// </summary>
    /// <param name="address">The object.</param>
    /// <param name="reads">Reads every copy: one whose bytes are damaged is not there either.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    internal bool ReleaseLost(ContentHash address, bool reads, CancellationToken cancellationToken)
    {
        var isLost = HasLostPart(address, reads, cancellationToken);
        for (var copy = 0; _catalog.TryFind(address, copy, out var location); copy++)
        {
            if (isLost || (reads && _finder.TryVerify(location, cancellationToken) is { Ok: false }))
                _catalog.MarkCorrupt(address, location);
        }

        return isLost || !_catalog.TryFindGood(address, out _);
    }

    private bool HasLostPart(ContentHash address, bool reads, CancellationToken cancellationToken)
    {
        try
        {
            if (_finder.FindManifest(address, cancellationToken) is not { } manifest)
                return false;
            var isLost = manifest.Base is { } older && ReleaseLost(older, reads, cancellationToken);
            foreach (var chunk in manifest.Chunks)
                isLost |= ReleaseLost(chunk.Address, reads, cancellationToken);
            return isLost;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // Not there, or what describes it is damaged.
            return true;
        }
    }
}
