using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Checking;

/// <summary>
/// Compares what a bucket holds with what it says it holds. Reads only. What other processes write meanwhile is looked at
/// as far as it was there, and what they move is found where it went.
/// </summary>
internal sealed class VerifyRun(BucketParts parts, VerifyOptions options, IProgress<UpkeepProgress>? progress)
{
    private readonly IssueList _issues = new();
    private long _events;
    private long _objects;
    private long _bytes;
    private int _segments;
    private int _traces;

    // Every file of a trace is at least as new as this event.
    private long _projected;

    public async ValueTask<VerifyReport> RunAsync(CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sample ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        parts.Blobs.Catalog.Refresh(cancellationToken);
        _projected = parts.Manifest.Read()?.Sequence ?? long.MaxValue;
        var logIsWhole = await ReadEventsAsync(cancellationToken).ConfigureAwait(false);
        if (options.Sample is { } sample)
        {
            var seed = await SeedAsync(cancellationToken).ConfigureAwait(false);
            await Task.Run(() => ReadSample(sample, seed, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        else
            await Task.Run(() => ReadSegments(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (logIsWhole)
            await WalkTracesAsync(cancellationToken).ConfigureAwait(false);
        if (logIsWhole)
            await CompareManifestAsync(cancellationToken).ConfigureAwait(false);
        CheckIndex();
        return new VerifyReport
        {
            Full = options.Sample is null,
            Events = _events,
            Segments = _segments,
            Objects = _objects,
            Bytes = _bytes,
            Traces = _traces,
            Issues = _issues.ToList(),
        };
    }

    /// <summary>The chain from the first event to the last, or a sample of it; false when it is broken.</summary>
    private async ValueTask<bool> ReadEventsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            var after = options.Sample is { } sample ? Math.Max(0, head - sample) : 0;
            await foreach (var one in parts.Log.ReadAsync(after, cancellationToken).ConfigureAwait(false))
            {
                if (++_events % 4096 == 0)
                    progress?.Report(new UpkeepProgress("events", _events, head - after));
            }

            return true;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            _issues.Add(new VerifyIssue { Kind = "event_log", Path = "events", Message = e.Message });
            return false;
        }
    }

    private void ReadSegments(CancellationToken cancellationToken)
    {
        var catalog = parts.Blobs.Catalog;
        var segments = catalog.Segments.ToArray();
        var checks = new SegmentCheck?[segments.Length];
        Parallel.For(0, segments.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, i =>
        {
            try
            {
                checks[i] = SegmentCheck.Run(catalog, segments[i], cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // Another process has moved what it held; the walk over the traces finds it there.
            }

            var done = Interlocked.Increment(ref _segments);
            progress?.Report(new UpkeepProgress("segments", done, segments.Length));
        });
        foreach (var check in checks.OfType<SegmentCheck>())
            Note(check, cancellationToken);
    }

    private void Note(SegmentCheck check, CancellationToken cancellationToken)
    {
        _objects += check.Objects;
        _bytes += check.Bytes;
        var path = "blobs/" + check.Segment.Name;
        if (check.IsFooterDamaged)
        {
            _issues.Add(new VerifyIssue
            {
                Kind = "footer_damaged",
                Path = path,
                Message = "The list at its end is damaged; its objects were read one by one. Run 'opentraces bucket repair'.",
            });
        }

        foreach (var (key, address, offset, length) in check.Damaged.Where(d => !IsWholeElsewhere(check.Segment, d.Key, cancellationToken)))
            _issues.AddObject(key, DamagedObject(path, offset, length, address));
        foreach (var range in check.Unknown)
        {
            _issues.Add(new VerifyIssue
            {
                Kind = "segment_damaged",
                Path = path,
                Offset = range.Offset,
                Length = range.Length,
                Message = "Bytes that are no frame. What they were is told by the objects that are missing.",
            });
        }
    }

    private static VerifyIssue DamagedObject(string path, long offset, long? length, string address) => new()
    {
        Kind = "object_damaged",
        Path = path,
        Offset = offset,
        Length = length,
        Address = address,
        Message = "The bytes do not have this address any more. Run 'opentraces bucket repair', then import the session again; or restore the segment from a copy.",
    };

    /// <summary>Another segment may hold a copy that is whole; then nothing is lost, and a repair drops the bad one.</summary>
    private bool IsWholeElsewhere(BlobSegment damaged, LookupKey key, CancellationToken cancellationToken)
    {
        var catalog = parts.Blobs.Catalog;
        foreach (var segment in catalog.Segments)
        {
            if (segment != damaged && catalog.TryFindIn(segment, key, out var at) && parts.Blobs.TryVerify(at, cancellationToken) is { Ok: true })
                return true;
        }

        return false;
    }

    private async ValueTask<int> SeedAsync(CancellationToken cancellationToken) =>
        unchecked((int)(await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false) * 2654435761));

    private void ReadSample(int sample, int seed, CancellationToken cancellationToken)
    {
        var objects = new ObjectSample(parts.Blobs, parts.Blobs.Catalog);
        foreach (var (segment, entry) in objects.Draw(sample, seed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (objects.TryLook(segment, entry, cancellationToken) is { } looked)
            {
                _objects++;
                _bytes += looked.Length;
                if (!looked.Ok && !IsWholeElsewhere(segment, entry.Key, cancellationToken))
                    _issues.AddObject(entry.Key, DamagedObject("blobs/" + segment.Name, entry.Offset, null, $"sha256:{entry.Key.High:x16}{entry.Key.Low:x16}"));
            }

            progress?.Report(new UpkeepProgress("objects", _objects, sample));
        }

        _segments = objects.Segments;
    }

    private async ValueTask WalkTracesAsync(CancellationToken cancellationToken)
    {
        var traces = new HeldTraces(parts.Log);
        var walker = new ReferenceWalker(parts.Blobs, parts.Reader);
        var ids = await traces.ListAsync(0, cancellationToken).ConfigureAwait(false);
        if (options.Sample is { } sample && ids.Count > sample)
        {
            var all = ids.ToArray();
            new Random(await SeedAsync(cancellationToken).ConfigureAwait(false)).Shuffle(all);
            ids = new SortedSet<TraceId>(all.Take(sample));
        }

        if (options.Sample is null || ids.Count == 0)
            await FindUnknownAsync(traces, ids, cancellationToken).ConfigureAwait(false);
        foreach (var id in ids)
        {
            await WalkAsync(traces, walker, id, cancellationToken).ConfigureAwait(false);
            _traces++;
            progress?.Report(new UpkeepProgress("traces", _traces, ids.Count));
        }
    }

    /// <summary>Files of traces that the log says nothing of; it is asked again, since others write.</summary>
    private async ValueTask FindUnknownAsync(HeldTraces traces, IReadOnlyCollection<TraceId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in parts.Envelopes.List().Except(ids))
        {
            if (await traces.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
                _issues.Add(EnvelopeCheck.Unknown(id));
        }
    }

    private async ValueTask WalkAsync(HeldTraces traces, ReferenceWalker walker, TraceId id, CancellationToken cancellationToken)
    {
        try
        {
            // The file first: what it tells of, the log then has.
            var isThere = parts.Envelopes.Exists(id);
            var written = parts.Envelopes.Read(id);
            var (envelope, sequence) = await traces.FindLatestAsync(id, cancellationToken).ConfigureAwait(false);
            if (envelope is null)
                return;
            if (EnvelopeCheck.Compare(id, written, isThere, envelope, sequence, _projected) is { } issue)
                _issues.Add(issue);
            var seen = new HashSet<LookupKey>();
            await walker.WalkAsync(
                envelope,
                one => seen.Add(LookupKey.Of(one.Address)) && !_issues.Needs(LookupKey.Of(one.Address), id),
                (one, failure) => Note(id, one, failure),
                cancellationToken).ConfigureAwait(false);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            _issues.Add(new VerifyIssue { Kind = "event_log", Path = "events", Message = e.Message, Traces = [id] });
        }
    }

    private void Note(TraceId id, Reference one, OpenTracesException failure)
    {
        var key = LookupKey.Of(one.Address);
        _issues.AddObject(key, new VerifyIssue
        {
            Kind = "object_missing",
            Address = one.Address.ToPrefixedString(),
            Message = $"{failure.Message} It belongs to the {one.Kind} of generation {one.Generation}.",
        });
        _issues.Needs(key, id);
    }

    private async ValueTask CompareManifestAsync(CancellationToken cancellationToken)
    {
        if (parts.Manifest.Read() is not { } written)
        {
            _issues.Add(new VerifyIssue { Kind = "manifest_differs", Path = "manifest.json", Message = "Missing or damaged. Run 'opentraces bucket repair'." });
            return;
        }

        var head = await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (written.Sequence > head)
        {
            _issues.Add(new VerifyIssue
            {
                Kind = "log_end_missing",
                Path = "events",
                Message = $"The log ends at event {head}, and 'manifest.json' counts to event {written.Sequence}. Run 'opentraces bucket repair' before anything else.",
            });
        }
        else if (options.Sample is null && await Manifest.CountAsync(parts.Log, written.Sequence, cancellationToken).ConfigureAwait(false) != written)
            _issues.Add(new VerifyIssue { Kind = "manifest_differs", Path = "manifest.json", Message = "It does not count what the log holds. Run 'opentraces bucket repair'." });
    }

    private void CheckIndex()
    {
        if (parts.Connections.FindDamage() is { } damage)
            _issues.Add(new VerifyIssue { Kind = "index_damaged", Path = "index", Message = damage + " Run 'opentraces bucket rebuild'." });
    }
}
