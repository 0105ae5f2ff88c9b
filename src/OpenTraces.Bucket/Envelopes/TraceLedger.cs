using System.Collections.Concurrent;
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

    /// <summary>Says where the last known event about a trace is, when its file is gone; set once the index is open.</summary>
    public Func<TraceId, long?> Locate { get; set; } = _ => null;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _manifest = manifestFile.Read() ?? Manifest.Empty;
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await SaveManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<HeldTrace?> FindAsync(TraceId id, CancellationToken cancellationToken)
    {
        var written = files.Read(id, out var damaged);
        if (_unwritten.TryGetValue(id, out var unwritten) && unwritten.Sequence >= (written?.Sequence ?? 0))
            return unwritten;
        if (written is not null)
            return written;
        var from = damaged ? 1 : Locate(id);
        return from is null ? null : await RecoverAsync(id, from.Value, cancellationToken).ConfigureAwait(false);
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
            var latest = new Dictionary<TraceId, TraceEvent>();
            var manifest = _manifest;
            await foreach (var one in log.ReadAsync(manifest.Sequence, cancellationToken).ConfigureAwait(false))
            {
                manifest = manifest.Add(one);
                if (one.TraceId is { } id && !_ownEvents.TryRemove(one.Sequence, out _))
                    latest[id] = one;
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

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (readOnly || _ownEvents.IsEmpty)
            return;
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await SaveManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The trace an event leaves behind; null for an event that says nothing of a trace.</summary>
    public async ValueTask<HeldTrace?> ReadAsync(TraceEvent one, CancellationToken cancellationToken) =>
        TraceEvents.ReadEnvelope(one) is { } envelope
            ? new HeldTrace(one.Sequence, envelope, await ReadFactsAsync(envelope, cancellationToken).ConfigureAwait(false))
            : null;

    public void Dispose() => _replaying.Dispose();

    private async ValueTask SaveManifestAsync(CancellationToken cancellationToken)
    {
        // While a file could not be written, the manifest must not say that everything is projected.
        if (!readOnly && _unwritten.IsEmpty)
            await manifestFile.WriteAsync(_manifest, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ApplyAsync(Dictionary<TraceId, TraceEvent> latest, CancellationToken cancellationToken)
    {
        foreach (var (id, one) in latest)
        {
            if (files.Read(id, out _) is { } written && written.Sequence >= one.Sequence)
                continue;
            if (await ReadAsync(one, cancellationToken).ConfigureAwait(false) is { } held)
                await TryWriteAsync(held, cancellationToken).ConfigureAwait(false);
        }

        latest.Clear();
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

    private async ValueTask<HeldTrace?> RecoverAsync(TraceId id, long from, CancellationToken cancellationToken)
    {
        TraceEvent? last = null;
        await foreach (var one in log.ReadAsync(from - 1, cancellationToken).ConfigureAwait(false))
        {
            if (one.TraceId == id && one.Data.TryGetMember("envelope"u8, out _))
                last = one;
        }

        if (last is null || await ReadAsync(last, cancellationToken).ConfigureAwait(false) is not { } held)
            return null;
        await TryWriteAsync(held, cancellationToken).ConfigureAwait(false);
        return held;
    }

    private async ValueTask<TraceFacts> ReadFactsAsync(Envelope envelope, CancellationToken cancellationToken)
    {
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
