using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing.Log;

/// <summary>
/// Makes a log whole that has a hole or has lost its end. What its unbroken beginning says stays; what is known of later
/// events is said again behind it, in new events. Numbers are given out again by that, so the bucket gets another id, and
/// everything that was projected from the old ones goes.
/// </summary>
internal sealed class LogRepair(StoreFiles files, string bucket, BucketOptions options)
{
    private readonly string _events = Path.Combine(bucket, "events");

    /// <summary>
    /// Before the bucket is opened: leaves a log that is whole up to where it was unbroken, and a <see cref="LogRestoration"/> of
    /// what is to be said again. False when there is nothing to do.
    /// </summary>
    public async ValueTask<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        if (!files.FolderExists(_events))
            files.CreateFolder(_events);
        var locks = new LockWaiter(options.Clock, options.LockTimeout);
        using var exclusive = await locks.AcquireAsync(files, Path.Combine(_events, ".lock"), cancellationToken).ConfigureAwait(false);
        var plan = LogRestoration.Read(files, bucket)
            ?? await Task.Run(() => Plan(new EnvelopeFiles(files, Path.Combine(bucket, "traces"), locks), cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        if (plan is null)
            return false;
        Move(plan);
        return true;
    }

    /// <summary>After it is opened: says again what lay behind the beginning.</summary>
    public static async ValueTask<LogRestoration?> FinishAsync(BucketParts parts, CancellationToken cancellationToken)
    {
        if (LogRestoration.Read(parts.Files, parts.Folder) is not { } plan)
            return null;
        foreach (var wanted in plan.Traces)
        {
            var id = wanted.Key.ToTraceId();
            var (now, sequence) = await new HeldTraces(parts.Log).FindLatestAsync(id, cancellationToken).ConfigureAwait(false);
            var drafts = EnvelopeDiff.Between(now, wanted);
            await parts.Log.AppendAsync(drafts, new Dictionary<TraceId, long> { [id] = sequence }, cancellationToken).ConfigureAwait(false);
        }

        if (plan.LostEvents > 0)
            await parts.Log.AppendAsync([LostEvents.Event(LostEvents.Lost, plan.LostEvents)], null, cancellationToken).ConfigureAwait(false);
        LogRestoration.Delete(parts.Files, parts.Folder);
        return plan;
    }

    private LogRestoration? Plan(EnvelopeFiles envelopes, CancellationToken cancellationToken)
    {
        var projected = envelopes.List().Select(envelopes.Read).OfType<HeldTrace>().ToList();
        var counted = new ManifestFile(files, bucket, new LockWaiter(options.Clock, options.LockTimeout)).Read()?.Sequence ?? 0;
        using var expander = new FrameExpander();
        var salvage = new LogSalvage(files, _events, expander, projected);
        if (!salvage.Read(counted, cancellationToken))
            return null;
        var plan = new LogRestoration(
            salvage.Last, salvage.Aside,
            salvage.Beginning is var (name, length) ? (name, length, SegmentName.Create(options.Clock)) : null,
            salvage.Restored, salvage.Lost, salvage.LostEvents);
        plan.Write(files, bucket);
        return plan;
    }

    /// <summary>Every step may be done twice.</summary>
    private void Move(LogRestoration plan)
    {
        DeleteProjections(plan);
        var quarantine = Path.Combine(_events, Quarantine.FolderName);
        if (plan.Aside.Count > 0)
            files.CreateFolder(quarantine);
        if (plan.Beginning is var (from, length, to) && !files.Exists(Path.Combine(_events, to)))
        {
            // The copy is there for good before the first file is moved, so where neither is found it is whole.
            var source = new[] { Path.Combine(_events, from), Path.Combine(quarantine, from) }.FirstOrDefault(files.Exists);
            if (source is not null)
                CopyBeginning(source, length);
            files.FlushFolder(_events);
        }

        foreach (var name in plan.Aside)
        {
            if (files.Exists(Path.Combine(_events, name)))
                files.Rename(Path.Combine(_events, name), Path.Combine(quarantine, name));
        }

        if (plan.Aside.Count > 0)
            files.FlushFolder(quarantine);
        if (plan.Beginning is var (_, _, target) && !files.Exists(Path.Combine(_events, target)))
            files.Rename(Temporary, Path.Combine(_events, target));
        files.FlushFolder(_events);
    }

    private string Temporary => Path.Combine(_events, ".beginning.tmp");

    private void CopyBeginning(string from, long length)
    {
        files.Delete(Temporary);
        using var source = files.OpenRead(from);
        using var target = files.Create(Temporary);
        target.Write(0, SegmentFormat.Head(SegmentRole.Events));
        var buffer = new byte[1 << 20];
        for (long at = SegmentFormat.HeadLength; at < length;)
        {
            var read = source.Read(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at)));
            target.Write(at, buffer.AsSpan(0, read));
            at += read;
        }

        target.Flush();
    }

    /// <summary>They count by numbers that will be given out again.</summary>
    private void DeleteProjections(LogRestoration plan)
    {
        files.Delete(Path.Combine(bucket, "manifest.json"));
        if (files.FolderExists(Path.Combine(bucket, "index")))
            files.Delete(Path.Combine(bucket, "index", "current"));
        var envelopes = new EnvelopeFiles(files, Path.Combine(bucket, "traces"), new LockWaiter(options.Clock, options.LockTimeout));
        foreach (var id in envelopes.List().ToList())
        {
            if (envelopes.Read(id) is not { } held || held.Sequence > plan.Last)
                envelopes.Delete(id);
        }

        files.FlushFolder(bucket);
    }
}
