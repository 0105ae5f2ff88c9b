using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Commits;

/// <summary>Keeps in which commits the patches of a trace were found.</summary>
internal sealed class CommitRun(IEventLog log, TraceLedger ledger)
{
    /// <summary>The trace with these events about it.</summary>
    public async ValueTask<HeldTrace> RunAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken)
    {
        var held = TraceLedger.Require(id, await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false));
        EventDraft[] batch = [.. commits.Select(c => CommitJson.Draft(id, c))];
        while (true)
        {
            try
            {
                var expected = new Dictionary<TraceId, long> { [id] = held.Sequence };
                var appended = await log.AppendAsync(batch, expected, cancellationToken).ConfigureAwait(false);
                var now = held with { Sequence = appended[^1].Sequence };
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
