using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Blobs.Rewriting;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Pruning;

/// <summary>
/// Moves what is needed out of some segments and deletes them, in two phases: the log says which, so that nobody begins to
/// need what only they hold; then, when every writer that was at work is done, what is needed is marked again, copied and
/// flushed, and the segments go. A crash in between leaves copies, never a gap.
/// </summary>
internal sealed class Compaction(
    SegmentBlobStore blobs, IEventLog log, CondemnedSegments condemned, WriterPresence writers, LiveMark live, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns the bytes of the files deleted less those of the copies.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.StoreBusy"/>: writers are at it for longer than the time given; nothing was deleted.
    /// </exception>
    public async ValueTask<long> RunAsync(
        IReadOnlyCollection<BlobSegment> victims, TimeSpan patience, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        if (victims.Count == 0)
            return 0;
        await log.AppendAsync([CondemnedSegments.Event(CondemnedSegments.Condemned, victims.Select(v => v.Name))], null, cancellationToken).ConfigureAwait(false);
        await condemned.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await WaitForWritersAsync(patience, cancellationToken).ConfigureAwait(false);
        await live.CatchUpAsync(null, null, cancellationToken).ConfigureAwait(false);

        var rewriter = new SegmentRewriter(blobs);
        var before = Bytes();
        var intact = new List<BlobSegment>();
        foreach (var victim in victims)
        {
            var footer = blobs.Catalog.FooterOf(victim);
            if (footer is not null && await rewriter.CopyAsync(victim, a => live.Marks.Contains(victim, footer, a), cancellationToken).ConfigureAwait(false) == 0)
                intact.Add(victim);
            progress?.Report(new UpkeepProgress("segments", intact.Count, victims.Count));
        }

        await blobs.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach (var victim in intact)
            blobs.Catalog.Delete(victim);
        blobs.Catalog.Files.FlushFolder(blobs.Catalog.Folder);
        await log.AppendAsync([CondemnedSegments.Event(CondemnedSegments.Deleted, victims.Select(v => v.Name))], null, CancellationToken.None).ConfigureAwait(false);
        await condemned.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        return before - Bytes();
    }

    /// <summary>
    /// Moves every intact object out of damaged segments and puts their files into quarantine: nothing of them is deleted.
    /// </summary>
    public async ValueTask EvacuateAsync(
        IReadOnlyCollection<BlobSegment> damaged, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (damaged.Count == 0)
            return;
        var names = damaged.Select(d => d.Name).ToList();
        await log.AppendAsync([CondemnedSegments.Event(CondemnedSegments.Condemned, names)], null, cancellationToken).ConfigureAwait(false);
        await condemned.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await WaitForWritersAsync(patience, cancellationToken).ConfigureAwait(false);
        var rewriter = new SegmentRewriter(blobs);
        foreach (var segment in damaged)
            await rewriter.CopyAsync(segment, _ => true, cancellationToken).ConfigureAwait(false);
        await blobs.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach (var segment in damaged)
            blobs.Catalog.Quarantine(segment);
        await log.AppendAsync([CondemnedSegments.Event(CondemnedSegments.Deleted, names)], null, CancellationToken.None).ConfigureAwait(false);
        await condemned.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Returns when every writer that is at work now is done.</summary>
    public async ValueTask WaitForWritersAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        foreach (var name in writers.FindAlive())
        {
            while (writers.IsAlive(name))
            {
                if (clock.GetElapsedTime(start) >= patience)
                {
                    throw new OpenTracesException(OpenTracesErrorCode.StoreBusy,
                        "Nothing was deleted yet: a writer has been at work since before. Run 'opentraces bucket prune' again when it is done.");
                }

                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private long Bytes()
    {
        var total = 0L;
        foreach (var name in blobs.Catalog.Files.List(blobs.Catalog.Folder, Segments.SegmentFormat.Extension))
        {
            using var file = blobs.Catalog.Files.OpenRead(Path.Combine(blobs.Catalog.Folder, name));
            total += file.Length;
        }

        return total;
    }
}
