using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// A bucket in a folder. The library takes the path as it is: <c>~</c> and environment variables are the host's business.
/// Several instances, in one process or many, may use one folder at the same time.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceBucket : ITraceStore, IAsyncDisposable
{
    private TraceBucket()
    {
    }

    /// <summary>Opens the bucket in a folder and creates it when there is none.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no permission, a network file system, a newer format, or no database
    /// provider in the application; the message says which.
    /// </exception>
    public static ValueTask<TraceBucket> OpenAsync(
        string path, BucketOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<Step> ReadStepsAsync(TraceId id, int first, int last, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<TracePatch> ReadPatchesAsync(TraceId id, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenRawAsync(TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
