using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>
/// Changes the sources before the first additions. It refuses them as a store does that checks digests, or
/// <paramref name="passesOn"/> them to the store inside, which must see it for itself.
/// </summary>
internal sealed class RewritingStore(ITraceStore inner, int times, Action rewrite, bool passesOn = false) : ITraceStore
{
    public int Calls { get; private set; }

    /// <summary>The sources of the last addition.</summary>
    public IReadOnlyList<RawSource> Sources { get; private set; } = [];

    public ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default)
    {
        Sources = trace.Sources;
        if (++Calls > times)
            return inner.AddAsync(trace, cancellationToken);
        rewrite();
        return passesOn
            ? inner.AddAsync(trace, cancellationToken)
            : throw new OpenTracesException(OpenTracesErrorCode.SourceChanged, "changed");
    }

    public ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default) => inner.FindAsync(id, cancellationToken);

    public ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default) =>
        inner.FindSummaryAsync(id, cancellationToken);

    public IAsyncEnumerable<Step> ReadStepsAsync(TraceId id, int first, int last, CancellationToken cancellationToken = default) =>
        inner.ReadStepsAsync(id, first, last, cancellationToken);

    public IAsyncEnumerable<TracePatch> ReadPatchesAsync(TraceId id, CancellationToken cancellationToken = default) =>
        inner.ReadPatchesAsync(id, cancellationToken);

    public ValueTask<Stream?> OpenRawAsync(TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default) =>
        inner.OpenRawAsync(id, generation, source, cancellationToken);

    public IAsyncEnumerable<TraceMedia> ReadMediaAsync(TraceId id, CancellationToken cancellationToken = default) =>
        inner.ReadMediaAsync(id, cancellationToken);

    public ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default) =>
        inner.OpenMediaAsync(id, address, cancellationToken);

    public IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(filter, cancellationToken);

    public ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        inner.SearchAsync(query, cancellationToken);

    public ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default) =>
        inner.SetTrailAsync(id, overlay, cancellationToken);

    public ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default) =>
        inner.FindTrailAsync(id, repositoryId, cancellationToken);

    public ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default) =>
        inner.ObserveCommitsAsync(id, commits, cancellationToken);

    public IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(TraceId id, CancellationToken cancellationToken = default) =>
        inner.ReadCommitsAsync(id, cancellationToken);

    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) =>
        inner.ReadEventsAsync(after, cancellationToken);
}
