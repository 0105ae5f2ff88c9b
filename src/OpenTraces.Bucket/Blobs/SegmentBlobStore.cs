using System.Buffers;
using OpenTraces.Bucket.Blobs.Blocks;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Blobs.Streams;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>The blob store of a bucket: append-only segments in one folder, shared with any number of other processes.</summary>
internal sealed partial class SegmentBlobStore : IBlobStore
{
    /// <summary>Longer content is kept as a stream of chunks.</summary>
    private const int LongestBlob = 1 << 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly PendingBlock _pending = new();
    private readonly BlobCatalog _catalog;
    private readonly BlobFinder _finder;
    private readonly BlobAppender _appender;
    private readonly FrameCompressor _compressor;
    private readonly BlobStoreOptions _options;
    private readonly List<StoreNotice> _notices = [];
    private bool _mustRefresh;
    private bool _isDisposed;

    private SegmentBlobStore(string folder, StoreFiles files, BlobStoreOptions options)
    {
        _options = options;
        _compressor = new FrameCompressor(options.Codec);
        _catalog = new BlobCatalog(folder, files);
        _finder = new BlobFinder(_catalog, _pending);
        _appender = new BlobAppender(_catalog, options, Report);
    }

    /// <summary>What this instance repaired or found, in the order it did.</summary>
    public IReadOnlyList<StoreNotice> Notices
    {
        get
        {
            lock (_notices)
                return [.. _notices];
        }
    }

    /// <summary>Opens the store in a folder, creating the folder unless the options forbid it.</summary>
    public static async ValueTask<SegmentBlobStore> OpenAsync(
        string folder, StoreFiles files, BlobStoreOptions options, CancellationToken cancellationToken = default)
    {
        var store = new SegmentBlobStore(folder, files, options);
        try
        {
            await Task.Run(() => StoreErrors.Guard(store._catalog.Folder, () => store.Load(cancellationToken)), cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<ContentHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (content.Length > LongestBlob)
        {
            using var stream = new ReadOnlyMemoryStream(content);
            return await PutStreamAsync(stream, content.Length, null, cancellationToken).ConfigureAwait(false);
        }

        var address = ContentHash.Of(content.Span);
        await PutObjectAsync(address, content, isManifest: false, cancellationToken).ConfigureAwait(false);
        return address;
    }

    public async ValueTask<ContentHash> PutStreamAsync(
        Stream content, long length, ContentHash? previous = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ThrowIfReadOnly();
        var older = previous is { } address ? _finder.TryGetLayout(address, cancellationToken) : null;
        using var source = new SourceWindow(content, length);
        if (length == 0 || (older is null && length <= LongestBlob))
        {
            var bytes = await source.PeekAsync(LongestBlob, cancellationToken).ConfigureAwait(false);
            return await PutAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return await new StreamPut(this, source, length).RunAsync(previous, older, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ContentHash address, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_finder.Find(address, cancellationToken) is not { } found)
            return new((ReadOnlyMemory<byte>?)null);
        if (!found.IsManifest)
            return new(found.Bytes);
        var layout = _finder.Layout(address, found, cancellationToken);
        if (layout.Length > Array.MaxLength)
        {
            throw new OpenTracesException(
                OpenTracesErrorCode.InvalidRequest, $"The object {address} is too long for one array: open it as a stream.");
        }

        var all = GC.AllocateUninitializedArray<byte>((int)layout.Length);
        var position = 0;
        foreach (var chunk in layout.Chunks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _finder.ReadChunk(chunk, cancellationToken).CopyTo(all.AsMemory(position));
            position += chunk.Length;
        }

        return new(all);
    }

    public ValueTask<Stream?> OpenReadAsync(ContentHash address, CancellationToken cancellationToken = default) =>
        new(OpenRead(address, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        try
        {
            if (_failure is null && _appender.Failure is null)
                await FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            _isDisposed = true;
            _appender.Dispose();
            _catalog.Dispose();
            _compressor.Dispose();
            _gate.Dispose();
            _flushing.Dispose();
        }
    }

    /// <inheritdoc cref="IBlobStore.OpenReadAsync"/>
    internal Stream? OpenRead(ContentHash address, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_finder.Find(address, cancellationToken) is not { } found)
            return null;
        return found.IsManifest
            ? new ChunkedReadStream(_finder, _finder.Layout(address, found, cancellationToken))
            : new ReadOnlyMemoryStream(found.Bytes);
    }

    internal async ValueTask PutObjectAsync(
        ContentHash address, ReadOnlyMemory<byte> bytes, bool isManifest, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly();
        if (bytes.Length < BlockFormat.SmallLimit)
        {
            await AppendAsync(address, bytes, default, isManifest, cancellationToken).ConfigureAwait(false);
            return;
        }

        // The work of a processor is done before the gate, unless the object is held already.
        if (_catalog.TryFindGood(address, out _))
        {
            if (await AppendAsync(address, bytes, default, isManifest, cancellationToken).ConfigureAwait(false))
                return;
        }

        var frame = ArrayPool<byte>.Shared.Rent(Frame.MaxLength(bytes.Length + ContentHash.Size));
        try
        {
            var length = isManifest
                ? WriteManifest(address, bytes.Span, frame)
                : Frame.Write(FrameKind.Blob, bytes.Span, address, plain: 0, _compressor, frame);
            await AppendAsync(address, bytes, frame.AsMemory(0, length), isManifest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private static int WriteManifest(ContentHash address, ReadOnlySpan<byte> manifest, Span<byte> frame)
    {
        var payload = new byte[ContentHash.Size + manifest.Length];
        address.CopyTo(payload);
        manifest.CopyTo(payload.AsSpan(ContentHash.Size));
        return Frame.Write(FrameKind.Manifest, payload, ContentHash.Of(payload), frame);
    }

    private bool Load(CancellationToken cancellationToken)
    {
        if (!_options.ReadOnly)
            _catalog.Files.CreateFolder(_catalog.Folder);
        _catalog.Refresh(cancellationToken);
        foreach (var segment in _catalog.Segments)
        {
            foreach (var range in segment.Damage)
                Report(new StoreNotice(StoreNoticeKind.Damaged, segment.Name, range.Offset, range.Length));
        }

        return true;
    }

    /// <summary>Keeps an object unless it is held; false when it is not and the frame to append was not given.</summary>
    private async ValueTask<bool> AppendAsync(
        ContentHash address, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> frame, bool isManifest, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfUnusable();
            return StoreErrors.Guard(_catalog.Folder, () =>
            {
                Interlocked.Increment(ref _puts);
                if (IsHeld(address, cancellationToken))
                    return true;
                if (bytes.Length < BlockFormat.SmallLimit)
                    AddToBlock(address, bytes.Span, isManifest, cancellationToken);
                else if (frame.IsEmpty)
                    return false;
                else
                    _appender.Append(frame.Span, [address], inBlock: false, cancellationToken);
                return true;
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsHeld(ContentHash address, CancellationToken cancellationToken)
    {
        if (_pending.Contains(address))
            return true;

        if (!_catalog.TryFindGood(address, out var location))
        {
            if (!_mustRefresh)
                return false;
            _mustRefresh = false;
            _catalog.Refresh(cancellationToken);
            if (!_catalog.TryFindGood(address, out location))
                return false;
        }

        var segment = _catalog[location];
        if (segment is { IsOwned: false, IsDurable: false })
            _reliedOn.Add(segment);
        return true;
    }

    private void AddToBlock(ContentHash address, ReadOnlySpan<byte> bytes, bool isManifest, CancellationToken cancellationToken)
    {
        if (_pending.IsFull)
            WriteBlock(cancellationToken);
        _pending.Add(address, bytes, isManifest);
        if (_pending.IsFull)
            WriteBlock(cancellationToken);
    }

    private void WriteBlock(CancellationToken cancellationToken)
    {
        if (_pending.Count == 0)
            return;
        var addresses = new ContentHash[_pending.Count];
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = _pending.AddressOf(i + 1);
        var isSingle = _pending.TryGetSingle(out var payload);
        if (!isSingle)
            payload = _pending.ToPayload();
        var frame = ArrayPool<byte>.Shared.Rent(Frame.MaxLength(payload.Length));
        try
        {
            var length = isSingle
                ? Frame.Write(FrameKind.Blob, payload.Span, addresses[0], plain: 0, _compressor, frame)
                : Frame.Write(
                    FrameKind.Block, payload.Span, ContentHash.Of(payload.Span), BlockFormat.DirectoryLength(payload.Span), _compressor, frame);
            _appender.Append(frame.AsSpan(0, length), addresses, !isSingle, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }

        _pending.Clear();
    }

    private void Report(StoreNotice notice)
    {
        lock (_notices)
            _notices.Add(notice);
    }

    private void ThrowIfReadOnly()
    {
        if (_options.ReadOnly)
        {
            throw new OpenTracesException(
                OpenTracesErrorCode.Precondition, $"The bucket at '{_catalog.Folder}' was opened read-only: open it for writing.");
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if ((_failure ?? _appender.Failure) is { } failure)
            throw StoreErrors.After(failure, _catalog.Folder);
    }
}
