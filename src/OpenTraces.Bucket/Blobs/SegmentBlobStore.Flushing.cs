using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Blobs;

/// <content>
/// Making puts durable. The disk is waited for outside of the gate, so that others go on putting, and one wait does for
/// everybody who asked before it began.
/// </content>
internal sealed partial class SegmentBlobStore
{
    private readonly SemaphoreSlim _flushing = new(1, 1);

    /// <summary>Segments of other writers that hold what was put here and may not be flushed.</summary>
    private readonly HashSet<BlobSegment> _reliedOn = [];

    /// <summary>Counts what may be new since the last flush.</summary>
    private long _puts;
    private long _flushedPuts = -1;
    private Exception? _failure;

    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_options.ReadOnly)
            return;
        var wanted = Interlocked.Read(ref _puts);
        await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever flushed while this waited may have flushed for it too.
            if (_flushedPuts >= wanted && _failure is null && !_isDisposed)
                return;
            var (own, others, through) = await BeginFlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Run(() => StoreErrors.Guard(_catalog.Folder, () => Flush(own, others)), CancellationToken.None).ConfigureAwait(false);
            _flushedPuts = through;
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Hands everything put so far to the operating system; what is left to do is done outside of the gate.</summary>
    private async ValueTask<(PendingFlush Own, BlobSegment[] Others, long Through)> BeginFlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfUnusable();
            return StoreErrors.Guard(_catalog.Folder, () =>
            {
                WriteBlock(cancellationToken);
                var others = _reliedOn.ToArray();
                _reliedOn.Clear();
                _mustRefresh = true;
                return (BeginFlush(), others, _puts);
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    private PendingFlush BeginFlush()
    {
        try
        {
            return _appender.BeginFlush();
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
    }

    private bool Flush(PendingFlush own, BlobSegment[] others)
    {
        try
        {
            own.Run(_catalog.Files);
            FlushOthers(others);
            return true;
        }
        catch (Exception e)
        {
            // After a failed flush the system may have dropped the bytes and call them written: nobody may rely on them.
            _failure = e;
            throw;
        }
    }

    /// <summary>What was not put again because another writer has it is acknowledged by us, so we flush it.</summary>
    private void FlushOthers(BlobSegment[] others)
    {
        foreach (var segment in others)
        {
            try
            {
                using var file = _catalog.Files.OpenWrite(segment.Path);
                file.Flush();
            }
            catch (FileNotFoundException)
            {
                // Another process has moved what it held, and flushed that before it deleted the segment.
            }

            segment.IsDurable = segment.IsSealed;
        }

        if (others.Length > 0)
            _catalog.Files.FlushFolder(_catalog.Folder);
    }
}
