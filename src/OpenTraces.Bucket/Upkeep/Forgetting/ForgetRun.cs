using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Bucket.Upkeep.Pruning;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Forgetting;

/// <summary>
/// Removes a trace for good: the tombstone first, which ends every answer about it, then the index, then the bytes that
/// nobody else needs. Whatever interrupts it, calling it again goes on.
/// </summary>
internal sealed class ForgetRun(BucketParts parts, IProgress<UpkeepProgress>? progress)
{
    private const string Busy = "another writer has been at work all the time: forget it again when that is done";

    public async ValueTask<ForgetReceipt> RunAsync(TraceId id, ForgetOptions options, CancellationToken cancellationToken)
    {
        using var exclusive = parts.TakeUpkeepLock();
        await parts.RequireIntactLogAsync(cancellationToken).ConfigureAwait(false);
        var (tombstone, envelope) = await BuryAsync(id, cancellationToken).ConfigureAwait(false);
        var purged = await parts.Indexer.PurgeAsync(parts.Locks, cancellationToken).ConfigureAwait(false);
        var pending = await WaitAsync(options, cancellationToken).ConfigureAwait(false);
        await parts.Blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, cancellationToken); return true; }, cancellationToken).ConfigureAwait(false);

        var own = await OwnAsync(envelope, cancellationToken).ConfigureAwait(false);
        var sharers = new SortedSet<TraceId>();
        var shared = new HashSet<LookupKey>();
        var live = parts.NewLiveMark();
        if (await LostEvents.StandAsync(parts, cancellationToken).ConfigureAwait(false))
            pending ??= LostEvents.Advice + " Then forget it again";
        pending ??= await MarkAsync(live, Note, cancellationToken).ConfigureAwait(false);
        own.ExceptWith(shared);
        var victims = pending is null ? FindHolders(live.Marks) : [];
        pending ??= await CompactAsync(live, victims, options, cancellationToken).ConfigureAwait(false) ?? FindOpen();
        return new ForgetReceipt
        {
            TraceId = id,
            Key = envelope.Key,
            Tombstone = tombstone,
            Complete = pending is null && purged,
            Pending = pending ?? (purged ? null : "the search index could not be purged: run 'opentraces bucket rebuild'"),
            RemovedObjects = pending is null ? own.Count : 0,
            SharedObjects = shared.Count,
            SharedWith = [.. sharers],
            SegmentsRewritten = pending is null ? victims.Count : 0,
            IndexPurged = purged,
            EventsKept = await CountEventsAsync(id, cancellationToken).ConfigureAwait(false),
            Quarantined = Quarantine.List(parts.Files, parts.Folder),
        };

        void Note(TraceId other, ContentHash address)
        {
            var key = LookupKey.Of(address);
            if (!own.Contains(key))
                return;
            sharers.Add(other);
            shared.Add(key);
        }
    }

    /// <summary>Whoever began before the tombstone may be storing the trace, and is told only when it is done; null when all are.</summary>
    private async ValueTask<string?> WaitAsync(ForgetOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await parts.NewCompaction(parts.NewLiveMark()).WaitForWritersAsync(options.WriterTimeout, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
        {
            return Busy;
        }
    }

    /// <summary>Marks what the others need; null when it could be told of all of them, otherwise what to do.</summary>
    private async ValueTask<string?> MarkAsync(LiveMark live, Action<TraceId, ContentHash> seen, CancellationToken cancellationToken)
    {
        try
        {
            await live.CatchUpAsync(seen, progress, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // It is out of every answer and out of the index already; that another trace is damaged must not undo that.
            return "another trace is damaged. " + e.Message;
        }
    }

    /// <summary>Appends the tombstone unless there is one; returns its sequence and what the trace was.</summary>
    private async ValueTask<(long Tombstone, Envelope Before)> BuryAsync(TraceId id, CancellationToken cancellationToken)
    {
        var held = await parts.Ledger.ReadLatestAsync(id, cancellationToken).ConfigureAwait(false);
        while (held is not null)
        {
            if (held.Envelope.IsForgotten)
            {
                var before = await new HeldTraces(parts.Log).FindBeforeForgottenAsync(id, cancellationToken).ConfigureAwait(false);
                return (held.Sequence, before ?? held.Envelope);
            }

            var one = TraceEvents.Forget(id, held.Envelope);
            try
            {
                var expected = new Dictionary<TraceId, long> { [id] = held.Sequence };
                var appended = await parts.Log.AppendAsync([one], expected, cancellationToken).ConfigureAwait(false);
                var after = EnvelopeFold.Apply(held.Envelope, appended[0])!;
                var now = new HeldTrace(appended[0].Sequence, after, new TraceFacts("", null, null));
                await parts.Ledger.ApplyOwnAsync(now, CancellationToken.None).ConfigureAwait(false);
                await parts.Indexer.AddAsync(now, document: null).ConfigureAwait(false);
                return (now.Sequence, held.Envelope);
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
            {
                held = await parts.Ledger.ReadRefusedAsync(id, held, e, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"No trace {id} is held, so there is nothing to forget.");
    }

    /// <summary>Every object the trace needed, as far as it can still be read.</summary>
    private async ValueTask<HashSet<LookupKey>> OwnAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var own = new HashSet<LookupKey>();
        await new ReferenceWalker(parts.Blobs, parts.Reader).WalkAsync(
            envelope, one => own.Add(LookupKey.Of(one.Address)), (_, _) => { }, cancellationToken).ConfigureAwait(false);
        return own;
    }

    /// <summary>
    /// Segments with anything that no trace needs. What a forgotten trace needed cannot always be told any more: earlier readings
    /// of it, overlays that were replaced, pages whose list is damaged. All of that is needed by nobody.
    /// </summary>
    private List<BlobSegment> FindHolders(SegmentMarks live)
    {
        var catalog = parts.Blobs.Catalog;
        return [.. catalog.Segments.Where(s => catalog.FooterOf(s) is { } footer
            && (catalog.Condemned.Contains(s.Name) || SegmentUsage.Measure(s, footer, live).DeadObjects > 0))];
    }

    /// <summary>A segment without a footer may hold some of the trace, and cannot be rewritten while somebody appends to it.</summary>
    private string? FindOpen()
    {
        var catalog = parts.Blobs.Catalog;
        var open = catalog.Segments.Where(s => !s.IsOwned && catalog.FooterOf(s) is null && !s.IsGone).Select(s => s.Name).ToList();
        return open.Count == 0
            ? null
            : $"another process has {string.Join(", ", open)} open, which may hold some of it: end it and forget the trace again; if nobody has, run 'opentraces bucket repair' first";
    }

    private async ValueTask<string?> CompactAsync(
        LiveMark live, List<BlobSegment> victims, ForgetOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await parts.NewCompaction(live).RunAsync(victims, options.WriterTimeout, progress, cancellationToken).ConfigureAwait(false);
            parts.Blobs.Catalog.Refresh(cancellationToken);
            return parts.Blobs.Catalog.Segments.Intersect(victims).Any()
                ? "a segment that holds some of it is damaged: run 'opentraces bucket repair', then forget it again"
                : null;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
        {
            return Busy;
        }
    }

    private async ValueTask<int> CountEventsAsync(TraceId id, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in parts.Log.ReadTraceAsync(id, 0, cancellationToken).ConfigureAwait(false))
            count++;
        return count;
    }
}
