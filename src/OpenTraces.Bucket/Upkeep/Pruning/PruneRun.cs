using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Pruning;

/// <summary>Deletes what no trace needs any more.</summary>
internal sealed class PruneRun(BucketParts parts, IProgress<UpkeepProgress>? progress)
{
    private const int CrumbsPerSegment = 16;

    public async ValueTask<PruneReport> RunAsync(PruneOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinDeadRatio, 0);
        using var exclusive = options.DryRun ? null : parts.TakeUpkeepLock();
        await parts.RequireIntactLogAsync(cancellationToken).ConfigureAwait(false);
        if (!options.DryRun)
        {
            await parts.Blobs.ExclusiveAsync(a => { a.SealAll(fromAnywhere: false, cancellationToken); return true; }, cancellationToken).ConfigureAwait(false);
        }

        parts.Blobs.Catalog.Refresh(cancellationToken);
        var isLost = !options.DryRun && await LostEvents.StandAsync(parts, cancellationToken).ConfigureAwait(false);
        if (isLost && !options.AfterLoss)
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, "Nothing was deleted. " + LostEvents.Advice);
        var live = parts.NewLiveMark();
        await live.CatchUpAsync(null, progress, cancellationToken).ConfigureAwait(false);
        var usage = Measure(live.Marks);
        var victims = usage.Where(u => u.DeadObjects > 0 && u.DeadRatio >= options.MinDeadRatio).Union(FindCrumbs(usage)).ToList();

        // A log without a single event may be lost: nothing is deleted by what it does not say.
        if (await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false) == 0)
            victims = [];
        var freed = options.DryRun
            ? victims.Sum(v => v.DeadBytes)
            : await parts.NewCompaction(live).RunAsync([.. victims.Select(v => v.Segment)], options.WriterTimeout, progress, cancellationToken).ConfigureAwait(false);
        if (isLost)
            await parts.Log.AppendAsync([LostEvents.Event(LostEvents.Accepted, 0)], null, CancellationToken.None).ConfigureAwait(false);
        return new PruneReport
        {
            DryRun = options.DryRun,
            Segments = usage.Count,
            DeadObjects = usage.Sum(u => (long)u.DeadObjects),
            DeadBytes = usage.Sum(u => u.DeadBytes),
            Rewritten = [.. victims.Select(v => v.Segment.Name)],
            FreedBytes = freed,
            TemporaryFiles = new TemporaryFiles(parts.Files, parts.Folder).Remove(options.DryRun),
        };
    }

    /// <summary>Segments that ended early, when there are enough of them to be worth one of full length.</summary>
    private List<SegmentUsage> FindCrumbs(List<SegmentUsage> usage)
    {
        var crumbs = usage.Where(u => u.Length < parts.SegmentLength / CrumbsPerSegment).ToList();
        return crumbs.Count >= CrumbsPerSegment ? crumbs : [];
    }

    /// <summary>Damaged segments are left alone: what is dead in them may be what heals a live one.</summary>
    private List<SegmentUsage> Measure(SegmentMarks live)
    {
        var usage = new List<SegmentUsage>();
        foreach (var segment in parts.Blobs.Catalog.Segments)
        {
            if (parts.Blobs.Catalog.FooterOf(segment) is { Damage.Count: 0 } footer)
                usage.Add(SegmentUsage.Measure(segment, footer, live));
        }

        return usage;
    }
}
