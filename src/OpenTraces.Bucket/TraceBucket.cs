using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Commits;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Ingest;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Search;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep;
using OpenTraces.Bucket.Upkeep.Checking;
using OpenTraces.Bucket.Upkeep.Forgetting;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Bucket.Upkeep.Pruning;
using OpenTraces.Bucket.Upkeep.Rebuilding;
using OpenTraces.Bucket.Upkeep.Repairing;
using OpenTraces.Bucket.Upkeep.Repairing.Log;
using OpenTraces.Bucket.Upkeep.Reporting;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// A bucket in a folder. The library takes the path as it is: <c>~</c> and environment variables are the host's business.
/// Several instances, in one process or many, may use one folder at the same time.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceBucket : ITraceStore, IAsyncDisposable
{
    private const long MinSegmentLength = 64 << 10;

    // Places have four bytes, and a process keeps the list of the segment it fills.
    private const long MaxSegmentLength = 1L << 30;

    private readonly BucketParts _parts;

    private readonly BucketOptions _options;
    private int _isDisposed;

    private TraceBucket(BucketParts parts, BucketOptions options) => (_parts, _options) = (parts, options);

    /// <summary>Opens the bucket in a folder and creates it when there is none.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: no permission, a network file system, a newer format, a folder of other
    /// files, or no database provider in the application; the message says which.
    /// <see cref="OpenTracesErrorCode.StoreCorrupt"/>: <c>bucket.json</c> is damaged, or lost beside what the bucket holds; see
    /// <see cref="RepairAsync(string, BucketOptions?, IProgress{UpkeepProgress}?, CancellationToken)"/>.
    /// </exception>
    public static ValueTask<TraceBucket> OpenAsync(
        string path, BucketOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new BucketOptions();
        Validate(options);
        return OpenAsync(path, options, StoreFiles.Local, cancellationToken);
    }

    internal static async ValueTask<TraceBucket> OpenAsync(
        string path, BucketOptions options, StoreFiles files, CancellationToken cancellationToken)
    {
        try
        {
            var parts = await BucketParts.OpenAsync(Path.GetFullPath(path), options, files, cancellationToken).ConfigureAwait(false);
            return new TraceBucket(parts, options);
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
        using var presence = await _parts.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        var run = new IngestRun(
            _parts.Blobs, _parts.Log, _parts.Ledger, _parts.BeginDocument, new MissingObjects(_parts.Blobs, new ReferenceWalker(_parts.Blobs, _parts.Reader)));
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
        return new StepsWriter(_parts.Blobs, _parts.BeginDocument(), _parts.BeginReceivingAsync);
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
        return _parts.OpenSource(wanted);
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
        using var presence = await _parts.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        var now = await new TrailRun(_parts.Blobs, _parts.Log, _parts.Ledger).RunAsync(id, overlay, cancellationToken).ConfigureAwait(false);
        if (now is not null)
            await _parts.Indexer.AddAsync(now, document: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repositoryId);
        return await new TraceReader(_parts.Blobs, _parts.Ledger, _parts.Reader, _parts.Siblings).FindTrailAsync(id, repositoryId, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commits);
        RequireWritable();
        if (commits.Count == 0)
            return;
        using var presence = await _parts.BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        var now = await new CommitRun(_parts.Log, _parts.Ledger).RunAsync(id, commits, cancellationToken).ConfigureAwait(false);
        await _parts.Indexer.AddAsync(now, document: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(
        TraceId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await _parts.Ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
            yield break;
        await foreach (var one in _parts.Log.ReadTraceAsync(id, 0, cancellationToken).ConfigureAwait(false))
        {
            if (one.Kind == TraceEvents.CommitObserved)
                yield return CommitJson.Read(one);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default) =>
        _parts.Log.ReadAsync(after, cancellationToken);

    /// <summary>
    /// Reads what is held, recomputes every digest, and follows every reference; writes nothing. Damage is no exception but
    /// stands in the report, each damaged object with the traces that need it.
    /// </summary>
    public ValueTask<VerifyReport> VerifyAsync(
        VerifyOptions? options = null, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new VerifyRun(_parts, options ?? new VerifyOptions(), progress).RunAsync(cancellationToken);

    /// <summary>
    /// Deletes what no trace needs any more: interrupted writings, states of records that a newer parser has replaced. Writers
    /// and readers, in this process and others, go on meanwhile.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.StoreCorrupt"/>: what a trace needs cannot be told, so nothing was deleted;
    /// <see cref="OpenTracesErrorCode.Precondition"/>: events are lost, and <see cref="PruneOptions.AfterLoss"/> was not said;
    /// <see cref="OpenTracesErrorCode.StoreBusy"/>: another process is at it, or a writer did not end in the time given.
    /// </exception>
    public ValueTask<PruneReport> PruneAsync(
        PruneOptions? options = null, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new PruneOptions();
        if (!options.DryRun)
            RequireWritable();
        return new PruneRun(_parts, progress).RunAsync(options, cancellationToken);
    }

    /// <summary>
    /// Removes a trace for good: from every answer at once, then its words from the search index and its bytes from the disk. A
    /// tombstone stays, which stops the session from being taken in again. Calling it again goes on where it was interrupted.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: there is no such trace.</exception>
    public ValueTask<ForgetReceipt> ForgetAsync(
        TraceId id, ForgetOptions? options = null, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireWritable();
        return new ForgetRun(_parts, progress).RunAsync(id, options ?? new ForgetOptions(), cancellationToken);
    }

    /// <summary>What is held and how the derived parts stand to it. Changes nothing.</summary>
    public ValueTask<BucketStatus> ReadStatusAsync(CancellationToken cancellationToken = default) =>
        new StatusRun(_parts).ReadAsync(cancellationToken);

    /// <summary>The counts of <c>manifest.json</c>; with <paramref name="heal"/> counted anew from the log and written.</summary>
    public ValueTask<BucketManifest> ReadManifestAsync(bool heal = false, CancellationToken cancellationToken = default)
    {
        if (heal)
            RequireWritable();
        return new StatusRun(_parts).ReadManifestAsync(heal, cancellationToken);
    }

    /// <summary>
    /// Makes derived parts again: the index from the log and the blobs; records and overlays through what
    /// <see cref="BucketOptions"/> registers. A part in use stays in use until the new one is whole.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: nothing is registered for a part asked for.</exception>
    public ValueTask<RebuildReport> RebuildAsync(
        Substrates substrates, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireWritable();
        return new RebuildRun(_parts, this, [.. _options.RecordBuilders], _options.TrailProjector, progress).RunAsync(substrates, cancellationToken);
    }

    /// <summary>
    /// Makes again what can be made from what is intact: <c>bucket.json</c>, the event log, torn and damaged segments, envelopes,
    /// counts, the index. Deletes nothing: damaged files go to quarantine. The bucket must not be open meanwhile.
    /// </summary>
    /// <remarks>
    /// An interrupted repair is gone on with by the next. A log with a hole is whole afterwards, and says of each trace what its
    /// intact events and its envelope file tell; what neither tells stands in the report.
    /// </remarks>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreBusy"/>: another process is at it, or writes.</exception>
    public static ValueTask<RepairReport> RepairAsync(
        string path, BucketOptions? options = null, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new BucketOptions();
        Validate(options);
        if (options.ReadOnly)
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, "A repair writes. Ask for it without read-only.");
        return RepairAsync(Path.GetFullPath(path), options, StoreFiles.Local, progress, cancellationToken);
    }

    internal static async ValueTask<RepairReport> RepairAsync(
        string path, BucketOptions options, StoreFiles files, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        bool isNew;
        ProjectionCensus before;
        NetworkFolder.Refuse(path);
        BucketFile.RequireReadable(files, path);
        using var exclusive = UpkeepLock.Take(files, path);
        try
        {
            RepairRun.RequireUnused(files, path);
            var isLogMoved = await new LogRepair(files, path, options).PrepareAsync(cancellationToken).ConfigureAwait(false);
            isNew = await BucketFile.RestoreAsync(files, path, options, cancellationToken).ConfigureAwait(false);
            if (isLogMoved && !isNew)
                BucketFile.Renew(files, path);
            before = ProjectionCensus.Take(files, path, options, cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsKnown(e))
        {
            throw StoreErrors.Translate(e, path);
        }

        var bucket = await OpenAsync(path, options, files, cancellationToken).ConfigureAwait(false);
        await using (bucket.ConfigureAwait(false))
            return await new RepairRun(bucket._parts, isNew, before, progress).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDisposed, 1) == 0 ? _parts.DisposeAsync() : ValueTask.CompletedTask;

    private static void Validate(BucketOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SegmentLength, MinSegmentLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SegmentLength, MaxSegmentLength);
    }

    private void RequireWritable()
    {
        if (_parts.ReadOnly)
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, "The bucket was opened read-only. Open it without that to write.");
    }
}
