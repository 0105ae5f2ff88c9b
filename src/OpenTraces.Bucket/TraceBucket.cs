using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Ingest;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Search;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// A bucket in a folder. The library takes the path as it is: <c>~</c> and environment variables are the host's business.
/// Several instances, in one process or many, may use one folder at the same time.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceBucket : ITraceStore, IAsyncDisposable
{
    private readonly BucketParts _parts;

    private TraceBucket(BucketParts parts) => _parts = parts;

    /// <summary>Opens the bucket in a folder and creates it when there is none.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no permission, a network file system, a newer format, or no database
    /// provider in the application; the message says which.
    /// </exception>
    public static ValueTask<TraceBucket> OpenAsync(
        string path, BucketOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenAsync(path, options ?? new BucketOptions(), StoreFiles.Local, cancellationToken);
    }

    internal static async ValueTask<TraceBucket> OpenAsync(
        string path, BucketOptions options, StoreFiles files, CancellationToken cancellationToken)
    {
        try
        {
            var parts = await BucketParts.OpenAsync(
                Path.GetFullPath(path), options, files,
                async folder => await SegmentBlobStore.OpenAsync(
                    folder, files, new BlobStoreOptions { ReadOnly = options.ReadOnly, Clock = options.Clock }, cancellationToken).ConfigureAwait(false),
                async folder => await SegmentEventLog.OpenAsync(
                    folder, files, new EventLogOptions { ReadOnly = options.ReadOnly, Clock = options.Clock, LockTimeout = options.LockTimeout },
                    cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return new TraceBucket(parts);
        }
        catch (Exception e) when (StoreErrors.IsKnown(e))
        {
            throw StoreErrors.Translate(e, path);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        RequireWritable();
        var run = new IngestRun(_parts.Blobs, _parts.Log, _parts.Ledger, _parts.Documents);
        var result = await run.RunAsync(trace, cancellationToken).ConfigureAwait(false);
        using var document = result.Document;
        if (result.Added is { } added)
            await _parts.Indexer.AddAsync(added, document).ConfigureAwait(false);
        return result.Receipt;
    }

    /// <inheritdoc/>
    public StepReceiver? ReceiveSteps()
    {
        RequireWritable();
        return new StepsWriter(_parts.Blobs, _parts.Documents.Begin());
    }

    /// <inheritdoc/>
    public ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default) =>
        new TraceReader(_parts.Blobs, _parts.Ledger, _parts.Reader, _parts.Siblings).FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default) =>
        (await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Summarize();

    /// <inheritdoc/>
    public async IAsyncEnumerable<Step> ReadStepsAsync(
        TraceId id, int first, int last, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } held)
            yield break;
        var stored = await _parts.Reader.ReadAsync(held.Envelope.Served.Record, cancellationToken).ConfigureAwait(false);
        await foreach (var step in _parts.Reader.ReadStepsAsync(stored.Steps, first, last, cancellationToken).ConfigureAwait(false))
            yield return step;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TracePatch> ReadPatchesAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } held)
            yield break;
        await foreach (var patch in _parts.Reader.ReadPatchesAsync(held.Envelope.Served.Trail, cancellationToken).ConfigureAwait(false))
            yield return patch;
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenRawAsync(
        TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default)
    {
        var held = await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (held?.Envelope.Find(generation) is not { } found)
            return null;
        var wanted = source is null or RawSource.MainName ? found.Main : found.Sources.FirstOrDefault(s => s.Name == source);
        if (wanted.Name is null)
            return null;
        var blob = await _parts.Blobs.OpenReadAsync(wanted.Blob, cancellationToken).ConfigureAwait(false)
            ?? throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"The log names the source {wanted.Blob.ToPrefixedString()}, and no segment holds it. Restore the bucket from a copy, or import the session again into a new one.");
        return wanted.Within is null ? blob : new BeginningStream(blob, wanted.Length);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TraceMedia> ReadMediaAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } held)
            yield break;
        await foreach (var media in _parts.Reader.ReadMediaAsync(held.Envelope.Served.Media, cancellationToken).ConfigureAwait(false))
            yield return media;
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default)
    {
        await foreach (var media in ReadMediaAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (media.Address == address)
                return await _parts.Reader.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>
    /// The whole of a text that is stored as a preview, by the digest the preview names, as UTF-8; null when it is not held.
    /// </summary>
    public ValueTask<Stream?> OpenTextAsync(ContentHash address, CancellationToken cancellationToken = default) =>
        _parts.Blobs.OpenReadAsync(address, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default) =>
        new ListRun(_parts.Log, _parts.Connections, _parts.Ledger, _parts.Documents).RunAsync(filter ?? new TraceFilter(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new SearchRun(_parts.Log, _parts.Connections, _parts.Reader, _parts.Texts).RunAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        RequireWritable();
        var now = await new TrailRun(_parts.Blobs, _parts.Log, _parts.Ledger).RunAsync(id, overlay, cancellationToken).ConfigureAwait(false);
        if (now is not null)
            await _parts.Indexer.AddAsync(now, document: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) =>
        _parts.Log.ReadAsync(after, cancellationToken);

    /// <summary>Builds the search index anew from the log and the blobs, and then puts it in the place of the old one.</summary>
    public ValueTask RebuildIndexAsync(CancellationToken cancellationToken = default)
    {
        RequireWritable();
        return _parts.Indexer.RebuildAsync(_parts.Locks, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private void RequireWritable()
    {
        if (_parts.ReadOnly)
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, "The bucket was opened read-only. Open it without that to write.");
    }
}
