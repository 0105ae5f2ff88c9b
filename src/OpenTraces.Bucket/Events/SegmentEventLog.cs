using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>The log of a bucket: append-only segments in one folder, shared with any number of other processes.</summary>
internal sealed class SegmentEventLog : IEventLog
{
    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly Lock _lock = new();
    private readonly EventCatalog _catalog;
    private readonly EventAppender _appender;
    private readonly FrameCompressor _compressor;
    private readonly EventLogOptions _options;
    private readonly List<StoreNotice> _notices = [];
    private bool _isDisposed;

    private SegmentEventLog(string folder, StoreFiles files, EventLogOptions options)
    {
        _options = options;
        _catalog = new EventCatalog(folder, files);
        _compressor = new FrameCompressor(options.Codec);
        _appender = new EventAppender(_catalog, options, _compressor, Report);
    }

    /// <summary>What this instance repaired, in the order it did.</summary>
    public IReadOnlyList<StoreNotice> Notices
    {
        get
        {
            lock (_notices)
                return [.. _notices];
        }
    }

    /// <summary>Opens the log in a folder, creating the folder unless the options forbid it.</summary>
    public static async ValueTask<SegmentEventLog> OpenAsync(
        string folder, StoreFiles files, EventLogOptions options, CancellationToken cancellationToken = default)
    {
        var log = new SegmentEventLog(folder, files, options);
        try
        {
            if (!options.ReadOnly)
                StoreErrors.Guard(folder, () => { files.CreateFolder(folder); return true; });
            await Task.Run(() => log.Refresh(cancellationToken), cancellationToken).ConfigureAwait(false);
            return log;
        }
        catch
        {
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<TraceEvent>> AppendAsync(
        IReadOnlyList<EventDraft> batch,
        IReadOnlyDictionary<TraceId, long>? expectedHead = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_options.ReadOnly)
        {
            throw new OpenTracesException(
                OpenTracesErrorCode.Precondition, $"The bucket at '{_catalog.Folder}' was opened read-only: open it for writing.");
        }

        if (batch.Count == 0)
            return [];
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var held = await TakeLockAsync(cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => Append(batch, expectedHead, cancellationToken), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            _appending.Release();
        }
    }

    public async IAsyncEnumerable<TraceEvent> ReadAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var segment in await Task.Run(() => Refresh(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (segment.Last > after)
            {
                foreach (var item in new EventReader(_catalog.Handles, segment).Read(after))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return item;
                }
            }

            if (segment.IsBroken)
                throw EventCatalog.Broken(segment);
        }
    }

    public async IAsyncEnumerable<TraceEvent> ReadTraceAsync(
        TraceId trace, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var segments = await Task.Run(() => Refresh(cancellationToken), cancellationToken).ConfigureAwait(false);
        var found = new Stack<TraceEvent>();
        for (var next = EventCatalog.FindLast(segments, trace); next > after; next = found.Peek().TracePrevious ?? 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var one = EventCatalog.Find(segments, next) is { } segment ? new EventReader(_catalog.Handles, segment).ReadOne(next) : null;
            if (one is null || one.TraceId != trace || one.TracePrevious >= next)
                throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt, $"Event {next} of '{_catalog.Folder}' is not about trace {trace}, as a later one says: restore the log from a copy of the bucket.");
            found.Push(one);
        }

        foreach (var one in found)
            yield return one;
    }

    public async IAsyncEnumerable<TraceEvent> ReadKindAsync(
        string kind, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var segment in await Task.Run(() => Refresh(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (segment.Last <= after)
                continue;
            var reader = new EventReader(_catalog.Handles, segment);
            foreach (var sequence in segment.Index.OfKind(segment, kind, after))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return reader.ReadOne(sequence);
            }
        }
    }

    public async ValueTask<long> FindLastAsync(TraceId trace, CancellationToken cancellationToken = default)
    {
        var segments = await Task.Run(() => Refresh(cancellationToken), cancellationToken).ConfigureAwait(false);
        return EventCatalog.FindLast(segments, trace);
    }

    public async ValueTask<long> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        var segments = await Task.Run(() => Refresh(cancellationToken), cancellationToken).ConfigureAwait(false);
        return segments.Length > 0 ? segments[^1].Last : 0;
    }

    public async ValueTask<long> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_options.ReadOnly)
            return await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (FlushedHead() is { } head)
            return head;

        // The head is looked at under the lock: what is written after it is flushed by whoever writes it, or lost.
        using var held = await TakeLockAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Flush(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _catalog.Dispose();
            _compressor.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private long? FlushedHead()
    {
        lock (_lock)
            return _appender.IsTailFlushed ? _catalog.Last : null;
    }

    private long Flush(CancellationToken cancellationToken) => StoreErrors.Guard(_catalog.Folder, () =>
    {
        lock (_lock)
        {
            _catalog.Refresh(cancellationToken);
            _appender.FlushTail();
            return _catalog.Last;
        }
    });

    private EventSegment[] Refresh(CancellationToken cancellationToken) => StoreErrors.Guard(_catalog.Folder, () =>
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _catalog.Refresh(cancellationToken);

            // What looks broken may be a batch that was being written while it was read: look again.
            if (_catalog.Segments.Any(s => s.IsBroken))
                _catalog.Refresh(cancellationToken);
            return _catalog.Segments.ToArray();
        }
    });

    private IReadOnlyList<TraceEvent> Append(
        IReadOnlyList<EventDraft> batch, IReadOnlyDictionary<TraceId, long>? expectedHead, CancellationToken cancellationToken) =>
        StoreErrors.Guard(_catalog.Folder, () =>
        {
            lock (_lock)
            {
                _catalog.Refresh(cancellationToken);
                if (expectedHead is { Count: > 0 })
                    CheckHeads(expectedHead);
                cancellationToken.ThrowIfCancellationRequested();
                _appender.Repair();
                return _appender.Append(batch);
            }
        });

    private void CheckHeads(IReadOnlyDictionary<TraceId, long> expected)
    {
        foreach (var (trace, sequence) in expected)
        {
            var head = EventCatalog.FindLast(_catalog.Segments, trace);
            if (head != sequence)
            {
                throw new OpenTracesException(
                    OpenTracesErrorCode.StoreBusy,
                    $"Trace {trace} has moved to event {head} since event {sequence} was read: read it again and repeat.");
            }
        }
    }

    private ValueTask<StoreLock> TakeLockAsync(CancellationToken cancellationToken) =>
        new LockWaiter(_options.Clock, _options.LockTimeout)
            .AcquireAsync(_catalog.Files, Path.Combine(_catalog.Folder, ".lock"), cancellationToken);

    private void Report(StoreNotice notice)
    {
        lock (_notices)
            _notices.Add(notice);
    }
}
