using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>The traces as the log alone tells them: no projection, which may be behind or lost, is asked.</summary>
internal sealed class HeldTraces(IEventLog log)
{
    /// <summary>The ids of all traces that events behind a position are about, in id order; forgotten ones too.</summary>
    public async ValueTask<IReadOnlyCollection<TraceId>> ListAsync(long after, CancellationToken cancellationToken)
    {
        var ids = new SortedSet<TraceId>();
        foreach (var kind in (string[])[TraceEvents.Ingested, TraceEvents.Reparsed, TraceEvents.TrailSet])
        {
            if (after == 0 && kind != TraceEvents.Ingested)
                continue;
            await foreach (var one in log.ReadKindAsync(kind, after, cancellationToken).ConfigureAwait(false))
                ids.Add(one.TraceId!.Value);
        }

        return ids;
    }

    /// <summary>The envelope after every event about a trace; null when there is none.</summary>
    public async ValueTask<Envelope?> FindAsync(TraceId id, CancellationToken cancellationToken) =>
        (await FindLatestAsync(id, cancellationToken).ConfigureAwait(false)).Envelope;

    /// <summary>The same, with the last of these events; 0 when there is none.</summary>
    public async ValueTask<(Envelope? Envelope, long Sequence)> FindLatestAsync(TraceId id, CancellationToken cancellationToken)
    {
        var (envelope, sequence) = ((Envelope?)null, 0L);
        await foreach (var one in log.ReadTraceAsync(id, 0, cancellationToken).ConfigureAwait(false))
            (envelope, sequence) = (EnvelopeFold.Apply(envelope, one), one.Sequence);
        return (envelope, sequence);
    }

    /// <summary>What a trace was before it was forgotten; null when it was not.</summary>
    public async ValueTask<Envelope?> FindBeforeForgottenAsync(TraceId id, CancellationToken cancellationToken)
    {
        Envelope? envelope = null;
        await foreach (var one in log.ReadTraceAsync(id, 0, cancellationToken).ConfigureAwait(false))
        {
            if (one.Kind == TraceEvents.Forgotten)
                return envelope;
            envelope = EnvelopeFold.Apply(envelope, one);
        }

        return null;
    }

    /// <summary>All that are held, with their envelopes.</summary>
    public async IAsyncEnumerable<(TraceId Id, Envelope Envelope)> ReadAsync(
        IReadOnlyCollection<TraceId> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { IsForgotten: false } envelope)
                yield return (id, envelope);
        }
    }
}
