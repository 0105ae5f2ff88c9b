using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Keeps what a parser makes of a held generation now.</summary>
internal sealed class ReparseRun(IBlobStore blobs, IEventLog log, TraceLedger ledger)
{
    /// <summary>The trace as it now is; null when the record comes out as it is held.</summary>
    public async ValueTask<HeldTrace?> RunAsync(TraceId id, int index, CapturedTrace trace, CancellationToken cancellationToken)
    {
        if (trace.Key.ToTraceId() != id)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace, $"Read again, the sources of generation {index} give trace {trace.Key.ToTraceId()}.");
        var steps = new StepsWriter(blobs, document: null);
        var written = await new RecordWriter(blobs).WriteAsync(trace, steps, cancellationToken).ConfigureAwait(false);
        await blobs.FlushAsync(cancellationToken).ConfigureAwait(false);
        var latest = await ledger.ReadLatestAsync(id, cancellationToken).ConfigureAwait(false);
        while (latest is { Envelope.IsForgotten: false } held && held.Envelope.Find(index) is { } before)
        {
            var after = GenerationDraft.Of(trace, index, before.Extends, before.Sources, written);
            if (after.Record == before.Record && after.Trail == before.Trail && after.Media == before.Media && after.ParserVersion == before.ParserVersion)
                return null;
            var one = TraceEvents.Reparse(id, after);
            try
            {
                var appended = await log.AppendAsync([one], new Dictionary<TraceId, long> { [id] = held.Sequence }, cancellationToken).ConfigureAwait(false);
                var envelope = EnvelopeFold.Apply(held.Envelope, appended[0])!;
                var facts = envelope.Served.Index == index ? TraceFacts.Of(trace.Record) : held.Facts;
                var now = new HeldTrace(appended[0].Sequence, envelope, facts);
                await ledger.ApplyOwnAsync(now, CancellationToken.None).ConfigureAwait(false);
                return now;
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
            {
                latest = await ledger.ReadRefusedAsync(id, held, e, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }
}
