using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Keeps what Git says of a trace, one overlay per repository.</summary>
internal sealed class TrailRun(IBlobStore blobs, IEventLog log, TraceLedger ledger)
{
    /// <summary>The trace as it now is; null when the overlay says nothing new.</summary>
    public async ValueTask<HeldTrace?> RunAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken)
    {
        var held = TraceLedger.Require(id, await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false));
        var address = await blobs.PutAsync(TrailJson.Write(overlay), cancellationToken).ConfigureAwait(false);
        if (held.Envelope.Trails.Contains(KeyValuePair.Create(overlay.RepositoryId, address)))
            return null;
        await blobs.FlushAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var one = TraceEvents.SetTrail(id, overlay.RepositoryId, address);
            var envelope = EnvelopeFold.Apply(held.Envelope, one.Kind, one.Data, held.Sequence)!;
            try
            {
                var expected = new Dictionary<TraceId, long> { [id] = held.Sequence };
                var appended = await log.AppendAsync([one], expected, cancellationToken).ConfigureAwait(false);
                var now = held with { Sequence = appended[0].Sequence, Envelope = envelope };
                await ledger.ApplyOwnAsync(now, CancellationToken.None).ConfigureAwait(false);
                return now;
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
            {
                held = TraceLedger.Require(id, await ledger.ReadRefusedAsync(id, held, e, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
