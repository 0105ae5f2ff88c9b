using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Replay;

/// <summary>Tells a clone what a store knows of it. Nothing is written before everything is cleared.</summary>
internal sealed class ReplayRun(IGitRepository git, ITraceStore store, LogWriter writer, ReplayOptions options)
{
    private readonly ReplayFloor _floor = new(SecurityPipeline.CreateForEgress(options.RedactionKey, options.UserNames, options.SecurityTools));
    private readonly List<LogBatch> _batches = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _events;
    private string? _last;

    public async ValueTask<ReplayReceipt> RunAsync(CancellationToken cancellationToken)
    {
        var written = await new WrittenLogReader(git).ReadAsync(cancellationToken).ConfigureAwait(false);
        _told.UnionWith(written.Subjects);
        (_events, _last) = (written.Events, written.LastEventId);
        var stored = await StoredPatches.ReadAsync(git, store, "HEAD", _ => false, cancellationToken).ConfigureAwait(false);
        var traces = await ChooseAsync(stored, cancellationToken).ConfigureAwait(false);
        var (times, blobs) = await ReadCommitsAsync(traces, cancellationToken).ConfigureAwait(false);
        foreach (var (trace, patches) in traces)
        {
            var cleared = await _floor.PassAsync(stored.Traces[trace], patches, cancellationToken).ConfigureAwait(false);
            var drafts = new DraftWriter(trace.ToString(), p => stored.TimeOf(p.Anchor.Patch), c => times[c], (c, p) => blobs.GetValueOrDefault($"{c}:{p}")).Write(cleared);
            await AddAsync([.. drafts.Where(d => _told.Add(d.SubjectId))], trace.ToString(), cancellationToken).ConfigureAwait(false);
        }

        var head = _batches.Count == 0 ? written.Head : await writer.AppendAsync(_batches, written.Head, cancellationToken).ConfigureAwait(false);
        return new ReplayReceipt
        {
            Head = head,
            PreviousHead = written.Head,
            BatchesAdded = _batches.Count,
            EventsAdded = (int)(_events - written.Events),
            Events = (int)_events,
            Traces = [.. traces.Select(t => t.Trace).Order()],
            Redactions = _floor.Redactions,
            Forgotten = await FindForgottenAsync(written.Traces, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// The patches of this repository, in the order in which the store first heard of their traces: what comes later is told later, and the
    /// ref is the same whether it was written at once or bit by bit.
    /// </summary>
    private async ValueTask<List<(TraceId Trace, IReadOnlyList<ReplayPatch> Patches)>> ChooseAsync(StoredPatches stored, CancellationToken cancellationToken)
    {
        var order = new Dictionary<TraceId, int>();
        await foreach (var one in store.ReadEventsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (one.TraceId is { } trace)
                order.TryAdd(trace, order.Count);
        }

        var chosen = new List<(TraceId, IReadOnlyList<ReplayPatch>)>();
        foreach (var trace in stored.Patches.GroupBy(p => p.TraceId).OrderBy(g => order.GetValueOrDefault(g.Key, int.MaxValue)).ThenBy(g => g.Key))
        {
            PatchAnchor[] anchors = [.. trace.Select(stored.Anchors.AnchorOf)];
            var place = new RepositoryPlace(git.WorkTrees, anchors);
            // Numbered before any is left out, so that no number changes once a commit shows that a file is one of the repository.
            var numbers = new Dictionary<(int, string), int>();
            var own = new List<ReplayPatch>();
            // The format knows what was put in; a pure deletion is no patch in it.
            foreach (var anchor in anchors.Where(a => a.Patch.Content.Added.Count > 0))
            {
                var key = (anchor.Patch.Content.StepIndex, anchor.Patch.Content.FilePath);
                var number = numbers[key] = numbers.GetValueOrDefault(key, -1) + 1;
                if (place.Find(anchor) is { } path)
                    own.Add(Describe(anchor, path, number));
            }

            if (own.Count > 0)
                chosen.Add((trace.Key, own));
        }

        return chosen;
    }

    private static ReplayPatch Describe(PatchAnchor anchor, string path, int number) => new()
    {
        Anchor = anchor,
        HunkIndex = number,
        FilePath = path,
        AnchorPath = anchor.Path,
        ToolCallId = anchor.Patch.Content.ToolCallId,
        CaptureMethod = anchor.Patch.Content.CaptureMethod,
        AuthoredText = string.Join('\n', anchor.Patch.Content.Added),
        Limitations = anchor.Patch.Content.Limitations,
    };

    private async ValueTask<(IReadOnlyDictionary<string, DateTimeOffset> Times, IReadOnlyDictionary<string, string> Blobs)> ReadCommitsAsync(
        List<(TraceId Trace, IReadOnlyList<ReplayPatch> Patches)> traces, CancellationToken cancellationToken)
    {
        PatchAnchor[] anchors = [.. traces.SelectMany(t => t.Patches).Select(p => p.Anchor).Where(a => a.Commit is not null)];
        var commits = await git.ReadCommitsAsync([.. anchors.Select(a => a.Commit!).Distinct()], cancellationToken).ConfigureAwait(false);
        var blobs = await git.FindIdsAsync([.. anchors.Select(a => $"{a.Commit}:{a.Path}").Distinct()], cancellationToken).ConfigureAwait(false);
        return (commits.ToDictionary(c => c.Key, c => c.Value.CommitterTime, StringComparer.Ordinal), blobs);
    }

    private async ValueTask AddAsync(IReadOnlyList<LogDraft> drafts, string trace, CancellationToken cancellationToken)
    {
        if (drafts.Count == 0)
            return;
        var ids = new List<string>();
        foreach (var draft in drafts)
            ids.Add(LogEvent.ComputeId(draft, _events + ids.Count + 1, ids.Count == 0 ? _last : ids[^1]));
        // Elsewhere a random number; here what the batch holds.
        var batch = "batch-" + ContentHash.Of(Encoding.ASCII.GetBytes(string.Join('\n', ids))).ToString()[..32];
        var files = new List<(string, byte[])>();
        for (var i = 0; i < drafts.Count; i++)
        {
            var file = LogEvent.Write(drafts[i], ++_events, _last, ids[i], batch);
            await _floor.RequireAsync(file, trace, cancellationToken).ConfigureAwait(false);
            files.Add((LogEvent.PathOf(_events), file));
            _last = ids[i];
        }

        _batches.Add(new LogBatch { Id = batch, Time = drafts.Max(d => d.Time), Events = files });
    }

    private async ValueTask<IReadOnlyList<TraceId>> FindForgottenAsync(IEnumerable<string> traces, CancellationToken cancellationToken)
    {
        var forgotten = new List<TraceId>();
        foreach (var text in traces)
        {
            if (TraceId.TryParse(text, out var trace) && await store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false) is null)
                forgotten.Add(trace);
        }

        forgotten.Sort();
        return forgotten;
    }
}
