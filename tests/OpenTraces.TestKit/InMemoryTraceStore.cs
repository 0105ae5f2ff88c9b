using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

/// <summary>
/// A trace store without a disk, for tests of everything that stands on one. Written from the contract alone, so that it
/// is a second opinion on what the contract says.
/// </summary>
public sealed class InMemoryTraceStore : ITraceStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TraceId, InMemoryTrace> _traces = [];
    private readonly List<TraceEvent> _events = [];

    public async ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        cancellationToken.ThrowIfCancellationRequested();
        if (trace.StreamedSteps is { } streamed)
            trace = await HoldAsync(trace, streamed, cancellationToken);
        var generation = InMemoryGeneration.Of(trace);
        var id = trace.Key.ToTraceId();
        lock (_lock)
        {
            var known = _traces.TryGetValue(id, out var held);
            held ??= new InMemoryTrace(trace.Key);
            var isHeld = held.Holds(generation);
            var equal = held.FindEqual(generation);
            if (equal == 0)
            {
                held.Add(generation);
                _traces[id] = held;
                Log("trace_ingested", id);
            }
            else if (held.Reproject(equal, generation))
            {
                Log("trace_reparsed", id);
            }

            return new IngestReceipt
            {
                TraceId = id,
                Outcome = isHeld ? IngestOutcome.Unchanged : known ? IngestOutcome.Updated : IngestOutcome.Imported,
                Generation = equal != 0 ? equal : held.Count,
                ServedGeneration = held.Served,
            };
        }
    }

    public ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_traces.TryGetValue(id, out var held))
                return ValueTask.FromResult<TraceRecord?>(null);
            var others = _traces.Where(t => t.Key != id && t.Value.SharesSessionWith(held)).Select(t => t.Key).Order();
            return ValueTask.FromResult<TraceRecord?>(held.Read([.. others]));
        }
    }

    public ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return ValueTask.FromResult(_traces.TryGetValue(id, out var held) ? held.Summarize() : null);
    }

    public async IAsyncEnumerable<Step> ReadStepsAsync(
        TraceId id, int first, int last, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var record = await FindAsync(id, cancellationToken);
        foreach (var step in record?.Steps ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step.StepIndex >= first && step.StepIndex <= last)
                yield return step;
        }
    }

    public async IAsyncEnumerable<TracePatch> ReadPatchesAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        IReadOnlyList<TracePatch> patches;
        lock (_lock)
            patches = _traces.TryGetValue(id, out var held) ? held.ServedPatches : [];
        foreach (var patch in patches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return patch;
        }
    }

    public ValueTask<Stream?> OpenRawAsync(
        TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult<Stream?>(
                _traces.TryGetValue(id, out var held) && held.FindRaw(generation, source ?? RawSource.MainName) is { } bytes
                    ? new MemoryStream(bytes, writable: false)
                    : null);
        }
    }

    public async IAsyncEnumerable<TraceMedia> ReadMediaAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        IReadOnlyList<CapturedMedia> media;
        lock (_lock)
            media = _traces.TryGetValue(id, out var held) ? held.ServedGeneration.Trace.Media : [];
        foreach (var one in media)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return one.Media;
        }
    }

    public ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult<Stream?>(
                _traces.TryGetValue(id, out var held) && held.ServedGeneration.Media.TryGetValue(address, out var bytes)
                    ? new MemoryStream(bytes, writable: false)
                    : null);
        }
    }

    public async IAsyncEnumerable<TraceSummary> ListAsync(
        TraceFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        List<TraceSummary> found;
        lock (_lock)
            found = [.. _traces.Values.Where(t => InMemorySearch.Matches(t, filter ?? new TraceFilter())).Select(t => t.Summarize())];
        foreach (var summary in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }
    }

    public ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return ValueTask.FromResult(InMemorySearch.Run([.. _traces.Values], query, _events.Count));
    }

    public ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_traces.TryGetValue(id, out var held))
                throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"No trace {id} is held.");
            held.SetTrail(overlay);
            Log("trail_set", id);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return ValueTask.FromResult(_traces.TryGetValue(id, out var held) ? held.FindTrail(repositoryId) : null);
    }

    public ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commits);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_traces.TryGetValue(id, out var held))
                throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"No trace {id} is held.");
            foreach (var commit in commits)
            {
                held.Observe(commit with { ObservedAt = SomeSession.Start.AddSeconds(_events.Count) });
                Log("commit_observed", id);
            }
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        ObservedCommit[] found;
        lock (_lock)
            found = _traces.TryGetValue(id, out var held) ? [.. held.Commits] : [];
        foreach (var commit in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return commit;
        }
    }

    public async IAsyncEnumerable<TraceEvent> ReadEventsAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        TraceEvent[] events;
        lock (_lock)
            events = [.. _events.Where(e => e.Sequence > after)];
        foreach (var one in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return one;
        }
    }

    private static async Task<CapturedTrace> HoldAsync(CapturedTrace trace, StepSource streamed, CancellationToken cancellationToken)
    {
        var steps = new List<Step>();
        await foreach (var step in streamed.Read(cancellationToken))
            steps.Add(step);
        return steps.Count == streamed.Count
            ? trace with { Record = trace.Record with { Steps = steps }, StreamedSteps = null }
            : throw new OpenTracesException(OpenTracesErrorCode.SourceChanged, "The steps are not as many as they were; read them again.");
    }

    private void Log(string kind, TraceId id)
    {
        var previous = _events.Count == 0 ? default : _events[^1].Hash;
        var sequence = _events.Count + 1;
        _events.Add(new TraceEvent
        {
            Sequence = sequence,
            Time = SomeSession.Start,
            Kind = kind,
            TraceId = id,
            Hash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{previous} {sequence} {kind} {id}")),
            Data = RawJson.EmptyObject,
        });
    }
}
