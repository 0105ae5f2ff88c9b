using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>A store that knows how many additions ran at the same time.</summary>
internal sealed class CountingStore(ITraceStore inner) : ITraceStore
{
    private int _now;
    private int _most;

    public int MostAtOnce => _most;

    public async ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default)
    {
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(now);
        await Task.Yield();
        try
        {
            return await inner.AddAsync(trace, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    public ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default) =>
        inner.FindSummaryAsync(id, cancellationToken);

    public ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<Step> ReadStepsAsync(TraceId id, int first, int last, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<TracePatch> ReadPatchesAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<Stream?> OpenRawAsync(TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<Stream?>(null);

    public IAsyncEnumerable<TraceMedia> ReadMediaAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(TraceId id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private void InterlockedMax(int value)
    {
        for (var seen = _most; value > seen; seen = _most)
            Interlocked.CompareExchange(ref _most, value, seen);
    }
}
