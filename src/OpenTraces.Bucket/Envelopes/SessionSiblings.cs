using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// The other traces of the same harness, session id and sub-agent, whose first entries differ. The index knows most of
/// them; what it has not seen yet stands at the end of the log.
/// </summary>
internal sealed class SessionSiblings(IEventLog log, Func<TraceKey, (IReadOnlyList<TraceId> Ids, long Through)> indexed)
{
    /// <summary>In id order.</summary>
    public async ValueTask<IReadOnlyList<TraceId>> FindAsync(HeldTrace held, CancellationToken cancellationToken)
    {
        var (ids, through) = indexed(held.Envelope.Key);
        var found = new SortedSet<TraceId>(ids);
        if (through < await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false))
        {
            var session = held.Envelope.Key with { FirstEntry = default };
            await foreach (var one in log.ReadKindAsync(TraceEvents.Ingested, through, cancellationToken).ConfigureAwait(false))
            {
                if (one.TraceId is { } id && one.Data.TryGetMember("session_id"u8, out _)
                    && EnvelopeJson.ReadKey(one.Data.ToElement()) with { FirstEntry = default } == session)
                    found.Add(id);
            }

            // What is forgotten never comes back, so the order of the two does not matter.
            await foreach (var one in log.ReadKindAsync(TraceEvents.Forgotten, through, cancellationToken).ConfigureAwait(false))
            {
                if (one.TraceId is { } id)
                    found.Remove(id);
            }
        }

        found.Remove(held.Id);
        return [.. found];
    }
}
