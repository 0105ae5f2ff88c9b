using System.Runtime.CompilerServices;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>The store behind a handle: opens it with the first call.</summary>
internal sealed class DeferredTraceStore(TraceBucketHandle handle) : ITraceStore
{
    public async ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).AddAsync(trace, cancellationToken).ConfigureAwait(false);

    // Opening waits for the disk and this does not: steps come with the trace instead.
    public StepReceiver? ReceiveSteps() => null;

    public async ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).FindAsync(id, cancellationToken).ConfigureAwait(false);

    public async ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).FindSummaryAsync(id, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<Step> ReadStepsAsync(TraceId id, int first, int last, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ReadStepsAsync(id, first, last, cancellationToken), cancellationToken);

    public IAsyncEnumerable<TracePatch> ReadPatchesAsync(TraceId id, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ReadPatchesAsync(id, cancellationToken), cancellationToken);

    public async ValueTask<Stream?> OpenRawAsync(
        TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).OpenRawAsync(id, generation, source, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<TraceMedia> ReadMediaAsync(TraceId id, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ReadMediaAsync(id, cancellationToken), cancellationToken);

    public async ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).OpenMediaAsync(id, address, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ListAsync(filter, cancellationToken), cancellationToken);

    public async ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).SearchAsync(query, cancellationToken).ConfigureAwait(false);

    public async ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).SetTrailAsync(id, overlay, cancellationToken).ConfigureAwait(false);

    public async ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).FindTrailAsync(id, repositoryId, cancellationToken).ConfigureAwait(false);

    public async ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).ObserveCommitsAsync(id, commits, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(TraceId id, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ReadCommitsAsync(id, cancellationToken), cancellationToken);

    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) =>
        ReadAsync(b => b.ReadEventsAsync(after, cancellationToken), cancellationToken);

    private ValueTask<TraceBucket> OpenAsync(CancellationToken cancellationToken) => handle.OpenAsync(cancellationToken);

    private async IAsyncEnumerable<T> ReadAsync<T>(
        Func<TraceBucket, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bucket = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var item in read(bucket).WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return item;
    }
}
