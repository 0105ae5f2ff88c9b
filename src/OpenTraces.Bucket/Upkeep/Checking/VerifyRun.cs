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

    public async ValueTask<VerifyReport> RunAsync(CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sample ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        parts.Blobs.Catalog.Refresh(cancellationToken);
        var logIsWhole = await ReadEventsAsync(cancellationToken).ConfigureAwait(false);
        if (options.Sample is { } sample)
            SampleObjects(sample, await SeedAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        else
            await Task.Run(() => ReadSegments(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (logIsWhole)
            await WalkTracesAsync(cancellationToken).ConfigureAwait(false);
        if (logIsWhole && options.Sample is null)
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
        Message = "The bytes do not have this address any more. Import the source again, or restore the segment from a copy; then run 'opentraces bucket repair'.",
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

    private void SampleObjects(int sample, int seed, CancellationToken cancellationToken)
    {
        var catalog = parts.Blobs.Catalog;
        var segments = catalog.Segments.Select(s => (Segment: s, Footer: catalog.FooterOf(s))).Where(s => s.Footer is { Count: > 0 }).ToArray();
        _segments = segments.Length;
        var total = segments.Sum(s => (long)s.Footer!.Count);
        var random = new Random(seed);
        for (var i = 0; i < sample && total > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = random.NextInt64(total);
            var chosen = 0;
            for (; place >= segments[chosen].Footer!.Count; chosen++)
                place -= segments[chosen].Footer!.Count;
            try
            {
                Look(segments[chosen].Segment, segments[chosen].Footer!.EntryAt((int)place), cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // Another process has moved what it held.
            }

            progress?.Report(new UpkeepProgress("objects", i + 1, sample));
        }
    }

    private void Look(BlobSegment segment, BlobEntry entry, CancellationToken cancellationToken)
    {
        var (ok, length) = parts.Blobs.TryVerify(new BlobLocation(segment.Id, entry.Offset, entry.Slot), cancellationToken) ?? (true, 0);
        _objects++;
        _bytes += length;
        if (!ok && !IsWholeElsewhere(segment, entry.Key, cancellationToken))
            _issues.AddObject(entry.Key, DamagedObject("blobs/" + segment.Name, entry.Offset, null, $"sha256:{entry.Key.High:x16}{entry.Key.Low:x16}"));
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

        foreach (var id in ids)
        {
            await WalkAsync(traces, walker, id, cancellationToken).ConfigureAwait(false);
            _traces++;
            progress?.Report(new UpkeepProgress("traces", _traces, ids.Count));
        }
    }

    private async ValueTask WalkAsync(HeldTraces traces, ReferenceWalker walker, TraceId id, CancellationToken cancellationToken)
    {
        try
        {
            if (await traces.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } envelope)
                return;
            CompareEnvelope(id, envelope);
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

    private void CompareEnvelope(TraceId id, Envelopes.Envelope envelope)
    {
        var name = id.ToString();
        var path = $"traces/{name[..2]}/{name}.json";
        var written = parts.Envelopes.Read(id);
        if (written is null)
            _issues.Add(new VerifyIssue { Kind = "envelope_missing", Path = path, Message = "Missing or damaged. Run 'opentraces bucket repair'.", Traces = [id] });
        else if (written.Envelope.Generations.Count == envelope.Generations.Count && !Envelopes.EnvelopeJson.Write(written.Envelope).Equals(Envelopes.EnvelopeJson.Write(envelope)))
            _issues.Add(new VerifyIssue { Kind = "envelope_differs", Path = path, Message = "It does not say what the log says. Run 'opentraces bucket repair'.", Traces = [id] });
    }

    private async ValueTask CompareManifestAsync(CancellationToken cancellationToken)
    {
        if (parts.Manifest.Read() is not { } written)
        {
            _issues.Add(new VerifyIssue { Kind = "manifest_differs", Path = "manifest.json", Message = "Missing or damaged. Run 'opentraces bucket manifest --heal'." });
            return;
        }

        var counted = Manifest.Empty;
        await foreach (var one in parts.Log.ReadAsync(0, cancellationToken).ConfigureAwait(false))
        {
            if (one.Sequence > written.Sequence)
                break;
            counted = counted.Add(one);
        }

        if (written.Sequence > await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false))
        {
            _issues.Add(new VerifyIssue
            {
                Kind = "log_end_missing",
                Path = "events",
                Message = $"The log ends at event {counted.Sequence}, and 'manifest.json' counts to event {written.Sequence}. Run 'opentraces bucket repair' before anything else.",
            });
        }
        else if (counted != written)
            _issues.Add(new VerifyIssue { Kind = "manifest_differs", Path = "manifest.json", Message = "It does not count what the log holds. Run 'opentraces bucket manifest --heal'." });
    }

    private void CheckIndex()
    {
        if (parts.Connections.FindDamage() is { } damage)
            _issues.Add(new VerifyIssue { Kind = "index_damaged", Path = "index", Message = damage + " Run 'opentraces bucket rebuild'." });
    }
}
