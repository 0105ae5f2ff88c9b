using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Bucket.Upkeep.Checking;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Bucket.Upkeep.Repairing.Log;
using OpenTraces.Bucket.Upkeep.Reporting;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing;

/// <summary>
/// Makes again what can be made from what is intact. Nothing is deleted: damaged files go to quarantine after their intact
/// objects lie elsewhere.
/// </summary>
internal sealed class RepairRun(BucketParts parts, bool description, ProjectionCensus before, IProgress<UpkeepProgress>? progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Refuses a bucket that a process of this machine appends to.</summary>
    public static void RequireUnused(StoreFiles files, string bucket)
    {
        var folder = Path.Combine(bucket, "blobs");
        foreach (var name in files.List(folder, ".lease"))
        {
            if (SegmentLease.IsHeld(files, Path.Combine(folder, name)))
            {
                throw new OpenTracesException(OpenTracesErrorCode.StoreBusy,
                    $"A process appends to '{Path.ChangeExtension(name, SegmentFormat.Extension)}' in '{folder}'. End every process that has the bucket open, then repair it.");
            }
        }
    }

    public async ValueTask<RepairReport> RunAsync(CancellationToken cancellationToken)
    {
        var log = await LogRepair.FinishAsync(parts, cancellationToken).ConfigureAwait(false);

        // Torn tails are cut by whoever takes a segment over; sealing them all does it for each.
        await parts.Blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: true, cancellationToken); return true; }, cancellationToken).ConfigureAwait(false);
        parts.Blobs.Catalog.Refresh(cancellationToken);
        var isLogLost = await LostEvents.IsLogLostAsync(parts, cancellationToken).ConfigureAwait(false);
        if (isLogLost)
            await parts.Log.AppendAsync([LostEvents.Event(LostEvents.Lost, 0)], null, cancellationToken).ConfigureAwait(false);
        var (segments, lost) = await RewriteAsync(cancellationToken).ConfigureAwait(false);
        var restored = await new StrayEnvelopes(parts).SayAgainAsync(cancellationToken).ConfigureAwait(false);
        var envelopes = await WriteEnvelopesAsync(cancellationToken).ConfigureAwait(false);
        var manifest = await HealManifestAsync(cancellationToken).ConfigureAwait(false);
        var index = !before.Index || !parts.Indexer.IsOpen || log is not null || restored.Count > 0;
        if (index)
            await parts.Indexer.RebuildAsync(parts.Locks, cancellationToken).ConfigureAwait(false);
        return new RepairReport
        {
            Description = description,
            Log = log is null ? null : new LogRepairReport
            {
                LastIntact = log.Last,
                Segments = log.Aside,
                Restored = log.Traces.Count,
                LostEvents = log.LostEvents,
                Behind = log.Lost,
            },
            IsLogLost = isLogLost,
            Segments = segments,
            LostObjects = lost,
            Restored = restored,
            Envelopes = envelopes,
            Manifest = manifest,
            Index = index,
            Incomplete = await FindIncompleteAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<(IReadOnlyList<string> Segments, int Lost)> RewriteAsync(CancellationToken cancellationToken)
    {
        var catalog = parts.Blobs.Catalog;
        catalog.Refresh(cancellationToken);
        var damaged = new List<BlobSegment>();
        var lost = 0;
        var (all, done) = (catalog.Segments.Count, 0);
        foreach (var segment in catalog.Segments.Where(s => !SegmentLease.IsHeld(parts.Files, s.LeasePath)))
        {
            var check = await Task.Run(() => SegmentCheck.Run(catalog, segment, cancellationToken), cancellationToken).ConfigureAwait(false);
            progress?.Report(new UpkeepProgress("segments", ++done, all));
            if (check.Damaged.Count + check.Unknown.Count == 0 && !check.IsFooterDamaged)
                continue;
            damaged.Add(segment);
            lost += check.Damaged.Count;
        }

        await parts.NewCompaction(parts.NewLiveMark()).EvacuateAsync(damaged, Patience, cancellationToken).ConfigureAwait(false);
        return ([.. damaged.Select(d => d.Name)], lost);
    }

    private async ValueTask<int> WriteEnvelopesAsync(CancellationToken cancellationToken)
    {
        var traces = new HeldTraces(parts.Log);
        var ids = await traces.ListAsync(0, cancellationToken).ConfigureAwait(false);
        var (written, done) = (0, 0);
        foreach (var id in ids)
        {
            if (await parts.Ledger.RewriteAsync(id, cancellationToken).ConfigureAwait(false) || !before.Envelopes.Contains(id))
                written++;
            progress?.Report(new UpkeepProgress("traces", ++done, ids.Count));
        }

        return written;
    }

    private async ValueTask<bool> HealManifestAsync(CancellationToken cancellationToken)
    {
        var opened = before.Manifest ? parts.Manifest.Read() : null;
        await new StatusRun(parts).ReadManifestAsync(heal: true, cancellationToken).ConfigureAwait(false);
        return parts.Manifest.Read() is { } after && (opened is null || after with { Sequence = opened.Sequence } != opened);
    }

    private async ValueTask<IReadOnlyList<TraceId>> FindIncompleteAsync(CancellationToken cancellationToken)
    {
        var incomplete = new SortedSet<TraceId>();
        var traces = new HeldTraces(parts.Log);
        var walker = new ReferenceWalker(parts.Blobs, parts.Reader);
        var ids = await traces.ListAsync(0, cancellationToken).ConfigureAwait(false);
        await foreach (var (id, envelope) in traces.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            var seen = new HashSet<LookupKey>();
            await walker.WalkAsync(
                envelope, one => seen.Add(LookupKey.Of(one.Address)), (_, _) => incomplete.Add(id), cancellationToken).ConfigureAwait(false);
        }

        return [.. incomplete];
    }
}
