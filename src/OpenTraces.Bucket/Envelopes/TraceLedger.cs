using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// What the log says of each trace. Envelope files answer; the log is asked where they are behind, missing or damaged.
/// </summary>
internal sealed class TraceLedger(IEventLog log, EnvelopeFiles files, ManifestFile manifestFile, RecordReader records, bool readOnly)
    : IDisposable
{
    private const int ReplayBatch = 512;

    private readonly ConcurrentDictionary<TraceId, HeldTrace> _unwritten = new();
    private readonly ConcurrentDictionary<long, byte> _ownEvents = new();
    private readonly SemaphoreSlim _replaying = new(1, 1);
    private Manifest _manifest = Manifest.Empty;

    /// <summary>Counts over everything projected so far.</summary>
    public Manifest Counts => _manifest;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _manifest = manifestFile.Read() ?? Manifest.Empty;
        try
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // What the files say can still be read; appending, and reading the log, reports it.
            return;
        }

        await SaveManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A trace as far as it was projected; null when it is not held.</summary>
    public async ValueTask<HeldTrace?> FindAsync(TraceId id, CancellationToken cancellationToken) =>
        await FindAnyAsync(id, cancellationToken).ConfigureAwait(false) is { Envelope.IsForgotten: false } held ? held : null;

    /// <summary>What was found, when it is a trace that is held.</summary>
    public static HeldTrace Require(TraceId id, HeldTrace? held) => held is { Envelope.IsForgotten: false }
        ? held
        : throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"No trace {id} is held. Import its session first.");

    /// <summary>The same; a trace that was forgotten too.</summary>
    public async ValueTask<HeldTrace?> FindAnyAsync(TraceId id, CancellationToken cancellationToken)
    {
        var written = files.Read(id);
        if (_unwritten.TryGetValue(id, out var unwritten) && unwritten.Sequence >= (written?.Sequence ?? 0))
            return unwritten;
        if (written is not null)
            return written;

        // Missing or damaged: the log has what it was made of.
        var held = await FoldAsync(id, null, cancellationToken).ConfigureAwait(false);
        if (held is not null)
            await TryWriteAsync(held, cancellationToken).ConfigureAwait(false);
        return held;
    }

    /// <summary>Makes the file of a trace again from the log alone; false when it was as it should be.</summary>
    public async ValueTask<bool> RewriteAsync(TraceId id, CancellationToken cancellationToken)
    {
        var written = files.Read(id);
        if (await FoldAsync(id, null, cancellationToken).ConfigureAwait(false) is not { } held
            || (written is not null && written.Sequence == held.Sequence && EnvelopeJson.Write(written.Envelope).Equals(EnvelopeJson.Write(held.Envelope))
                && written.Facts == held.Facts))
            return false;
        files.Delete(id);
        await files.WriteAsync(held, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Every trace, in id order.</summary>
    public async IAsyncEnumerable<HeldTrace> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in files.List().Union(_unwritten.Keys).Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } held)
                yield return held;
        }
    }

    /// <summary>Takes in an event this instance has appended. It is acknowledged already, so a failing disk is no error here.</summary>
    public async ValueTask ApplyOwnAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        if (await TryWriteAsync(held, cancellationToken).ConfigureAwait(false))
            _ownEvents[held.Sequence] = 0;
    }

    /// <summary>Projects every event that other writers, or a writer that was killed, have left to project.</summary>
    public async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await _replaying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var latest = new Dictionary<TraceId, long>();
            var manifest = _manifest;
            await foreach (var one in log.ReadAsync(manifest.Sequence, cancellationToken).ConfigureAwait(false))
            {
                manifest = manifest.Add(one);
                if (one.TraceId is { } id && !_ownEvents.TryRemove(one.Sequence, out _))
                    latest[id] = one.Sequence;
                if (latest.Count < ReplayBatch)
                    continue;
                await ApplyAsync(latest, cancellationToken).ConfigureAwait(false);
                _manifest = manifest;
            }

            await ApplyAsync(latest, cancellationToken).ConfigureAwait(false);
            _manifest = manifest;
        }
        finally
        {
            _replaying.Release();
        }
    }

    /// <summary>The same, and on the disk, the log too: a manifest that is counted anew may count to the event that is returned.</summary>
    public async ValueTask<long> SettleAsync(CancellationToken cancellationToken)
    {
        var through = await log.FlushAsync(cancellationToken).ConfigureAwait(false);
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        if (!_unwritten.IsEmpty || !TryFlush())
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                "The folder 'traces' of the bucket does not take files. Check its permissions and the space on the disk, then try again.");
        }

        return through;
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (readOnly)
            return;
        if (_ownEvents.IsEmpty)
        {
            TryFlush();
            return;
        }

        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await SaveManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A trace with every event about it that the log holds; null for an id the log says nothing of.</summary>
    public async ValueTask<HeldTrace?> ReadLatestAsync(TraceId id, CancellationToken cancellationToken)
    {
        var known = await FindAnyAsync(id, cancellationToken).ConfigureAwait(false);
        return await FoldAsync(id, known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The trace itself when it is as of its last event; otherwise what the log says of it.</summary>
    /// <exception cref="OpenTracesException">The log does not have the event the file is as of.</exception>
    public async ValueTask<HeldTrace?> ConfirmAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        if (await log.FindLastAsync(held.Id, cancellationToken).ConfigureAwait(false) == held.Sequence)
            return held;
        await RequireEventAsync(held, cancellationToken).ConfigureAwait(false);
        return await FoldAsync(held.Id, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What to try again with after an event about a trace was refused, from the log alone: another writer was first, or the file of
    /// the trace is behind. When neither is so the log is held for too long, and the failure goes on.
    /// </summary>
    /// <param name="id">The trace.</param>
    /// <param name="known">What was known of it; null for nothing.</param>
    /// <param name="refusal">How the log refused.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<HeldTrace?> ReadRefusedAsync(
        TraceId id, HeldTrace? known, OpenTracesException refusal, CancellationToken cancellationToken)
    {
        if (known is not null)
            await RequireEventAsync(known, cancellationToken).ConfigureAwait(false);
        var now = await FoldAsync(id, null, cancellationToken).ConfigureAwait(false);
        if ((now?.Sequence ?? 0) == (known?.Sequence ?? 0))
            ExceptionDispatchInfo.Throw(refusal);
        return now;
    }

    /// <summary>
    /// Refuses a trace whose file tells of an event that the log does not have: it may have been acknowledged, so nothing may be built
    /// upon the log alone, or deleted by it, before a repair has said it again.
    /// </summary>
    public async ValueTask RequireEventAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        if (!await HasEventAsync(held, cancellationToken).ConfigureAwait(false))
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"The file of trace {held.Id} tells of event {held.Sequence}, and the log does not have it about this trace. Run 'opentraces bucket repair'.");
        }
    }

    /// <summary>Whether the log has the event a trace is as of.</summary>
    public async ValueTask<bool> HasEventAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        if (await log.FindLastAsync(held.Id, cancellationToken).ConfigureAwait(false) == held.Sequence)
            return true;
        await foreach (var one in log.ReadTraceAsync(held.Id, held.Sequence - 1, cancellationToken).ConfigureAwait(false))
            return one.Sequence == held.Sequence;
        return false;
    }

    public void Dispose() => _replaying.Dispose();

    private async ValueTask SaveManifestAsync(CancellationToken cancellationToken)
    {
        // While a file could not be written, the manifest must not say that everything is projected.
        if (readOnly || !_unwritten.IsEmpty || !TryFlush() || manifestFile.Read() == _manifest)
            return;
        try
        {
            // It may count what another process has written and not flushed.
            if (await log.FlushAsync(cancellationToken).ConfigureAwait(false) >= _manifest.Sequence)
                await manifestFile.WriteAsync(_manifest, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OpenTracesException { Code: OpenTracesErrorCode.StoreBusy })
        {
            // A later opening counts again.
        }
    }

    /// <summary>False when the disk did not take the files: the log has what they say.</summary>
    private bool TryFlush()
    {
        try
        {
            files.Flush();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async ValueTask ApplyAsync(Dictionary<TraceId, long> latest, CancellationToken cancellationToken)
    {
        foreach (var (id, sequence) in latest)
        {
            var written = files.Read(id);
            if (written is not null && written.Sequence >= sequence)
            {
                if (!readOnly)
                    files.RelyOn(id);
                continue;
            }

            try
            {
                if (await FoldAsync(id, written, cancellationToken).ConfigureAwait(false) is { } held)
                    await TryWriteAsync(held, cancellationToken).ConfigureAwait(false);
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
            {
                // The file stays as it is, and verify names it; the other traces go on.
            }
        }

        latest.Clear();
    }

    /// <summary>A trace with the events about it that it has not seen.</summary>
    private async ValueTask<HeldTrace?> FoldAsync(TraceId id, HeldTrace? before, CancellationToken cancellationToken)
    {
        var (sequence, envelope) = (before?.Sequence ?? 0, before?.Envelope);
        await foreach (var one in log.ReadTraceAsync(id, sequence, cancellationToken).ConfigureAwait(false))
        {
            if ((one.TracePrevious ?? 0) != sequence)
                throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt, $"Event {one.Sequence} follows event {one.TracePrevious ?? 0} about trace {id}, and its envelope is as of event {sequence}. Run 'opentraces bucket repair'.");
            sequence = one.Sequence;
            envelope = EnvelopeFold.Apply(envelope, one);
        }

        if (sequence == before?.Sequence || envelope is null)
            return before;
        return new HeldTrace(sequence, envelope, await ReadFactsAsync(envelope, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<bool> TryWriteAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        try
        {
            if (!readOnly)
            {
                await files.WriteAsync(held, cancellationToken).ConfigureAwait(false);
                if (_unwritten.TryGetValue(held.Id, out var waiting) && waiting.Sequence <= held.Sequence)
                    _unwritten.TryRemove(KeyValuePair.Create(held.Id, waiting));
                return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OpenTracesException)
        {
            // The log has it; a later opening writes the file.
        }

        _unwritten.AddOrUpdate(held.Id, held, (_, other) => other.Sequence > held.Sequence ? other : held);
        return false;
    }

    private async ValueTask<TraceFacts> ReadFactsAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.IsForgotten)
            return new TraceFacts("", null, null);
        try
        {
            var stored = await records.ReadAsync(envelope.Served.Record, cancellationToken).ConfigureAwait(false);
            return TraceFacts.Of(await records.ReadHeadAsync(stored, cancellationToken).ConfigureAwait(false));
        }
        catch (OpenTracesException e) when (e.Code is OpenTracesErrorCode.StoreCorrupt or OpenTracesErrorCode.InvalidTrace)
        {
            // Damage to one record must not close the bucket; reading the record itself reports it.
            return new TraceFacts("", null, null);
        }
    }
}
