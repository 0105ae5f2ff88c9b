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
    internal bool ReleaseLost(ContentHash address, CancellationToken cancellationToken)
    {
        try
        {
            if (_finder.FindManifest(address, cancellationToken) is not { } manifest
                || !(manifest.Chunks.Any(c => ReleaseLost(c.Address, cancellationToken))
                    | (manifest.Base is { } older && ReleaseLost(older, cancellationToken))))
                return false;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // Not there, or what describes it is damaged.
        }

        for (var copy = 0; _catalog.TryFind(address, copy, out var location); copy++)
            _catalog.MarkCorrupt(address, location);
        return true;
    }
}
