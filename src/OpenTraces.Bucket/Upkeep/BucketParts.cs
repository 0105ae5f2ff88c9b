using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Ingest;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Upkeep.Marking;
using OpenTraces.Bucket.Upkeep.Pruning;
using OpenTraces.Bucket.Upkeep.Repairing.Log;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>The parts of an open bucket, put together once.</summary>
internal sealed class BucketParts : IAsyncDisposable
{
    private readonly CondemnedSegments _condemned;
    private readonly TimeProvider _clock;

    private BucketParts(string folder, BucketFile description, BucketOptions options, StoreFiles files, SegmentBlobStore blobs, SegmentEventLog log)
    {
        _clock = options.Clock;
        Folder = folder;
        Description = description;
        Files = files;
        SegmentLength = options.SegmentLength;
        Blobs = blobs;
        Log = log;
        ReadOnly = options.ReadOnly;
        Locks = new LockWaiter(options.Clock, options.LockTimeout);
        Reader = new RecordReader(blobs);
        Texts = new LongTextReader(blobs, StepTexts.MaxSearched);
        Envelopes = new EnvelopeFiles(files, Path.Combine(folder, "traces"), Locks);
        Manifest = new ManifestFile(files, folder, Locks);
        Ledger = new TraceLedger(log, Envelopes, Manifest, Reader, options.ReadOnly);
        var index = new IndexFolder(files, Path.Combine(folder, "index"), options.Clock);
        Documents = new DocumentReader(blobs, Reader, files, index);
        Connections = new IndexConnections(index, options.ReadOnly);
        Indexer = new TraceIndexer(log, Ledger, Documents, index, files);
        var lookups = new IndexLookups(Connections);
        Siblings = new SessionSiblings(log, lookups.FindSession);
        Writers = new WriterPresence(files, Path.Combine(folder, "writers"));
        _condemned = new CondemnedSegments(log, blobs.Catalog);
    }

    public string Folder { get; }

    public BucketFile Description { get; }

    public StoreFiles Files { get; }

    /// <summary>The length at which a segment of blobs is ended.</summary>
    public long SegmentLength { get; }

    public SegmentBlobStore Blobs { get; }

    public SegmentEventLog Log { get; }

    public bool ReadOnly { get; }

    public LockWaiter Locks { get; }

    public RecordReader Reader { get; }

    public DocumentReader Documents { get; }

    public LongTextReader Texts { get; }

    public EnvelopeFiles Envelopes { get; }

    public ManifestFile Manifest { get; }

    public TraceLedger Ledger { get; }

    public IndexConnections Connections { get; }

    public TraceIndexer Indexer { get; }

    public SessionSiblings Siblings { get; }

    public WriterPresence Writers { get; }

    public static async ValueTask<BucketParts> OpenAsync(
        string folder, BucketOptions options, StoreFiles files, CancellationToken cancellationToken)
    {
        SqliteProvider.Require();
        NetworkFolder.Refuse(folder);
        var description = await BucketFile.OpenOrCreateAsync(files, folder, options, cancellationToken).ConfigureAwait(false);
        foreach (var name in options.ReadOnly ? [] : (string[])["traces", "blobs", "events", "index", "writers"])
            files.CreateFolder(Path.Combine(folder, name));
        var blobs = await SegmentBlobStore.OpenAsync(
            Path.Combine(folder, "blobs"), files,
            new BlobStoreOptions { ReadOnly = options.ReadOnly, Codec = description.Codec, Clock = options.Clock, SealLength = options.SegmentLength },
            cancellationToken).ConfigureAwait(false);
        SegmentEventLog? log = null;
        BucketParts? parts = null;
        try
        {
            log = await SegmentEventLog.OpenAsync(
                Path.Combine(folder, "events"), files,
                new EventLogOptions
                {
                    ReadOnly = options.ReadOnly,
                    Codec = description.Codec,
                    Clock = options.Clock,
                    LockTimeout = options.LockTimeout,
                    SealLength = options.EventSegmentLength,
                },
                cancellationToken).ConfigureAwait(false);
            parts = new BucketParts(folder, description, options, files, blobs, log);
            await parts.Ledger.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (!options.ReadOnly)
                await parts.Indexer.OpenAsync(cancellationToken).ConfigureAwait(false);
            return parts;
        }
        catch
        {
            if (parts is not null)
                await parts.Indexer.DisposeAsync().ConfigureAwait(false);
            if (log is not null)
                await log.DisposeAsync().ConfigureAwait(false);
            await blobs.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A document to fill while a record is written; null while there is no index that could take it.</summary>
    public DocumentBuilder? BeginDocument() => Indexer.IsOpen ? Documents.Begin() : null;

    /// <summary>The bytes of a source, which the log says are held.</summary>
    public Stream OpenSource(StoredSource source)
    {
        var blob = Blobs.OpenRead(source.Blob, CancellationToken.None) ?? throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
            $"The log names the source {source.Blob.ToPrefixedString()}, and no segment holds it. Restore the bucket from a copy, or import the session again into a new one.");
        return source.Within is null ? blob : new BeginningStream(blob, source.Length);
    }

    /// <summary>Begins a call that puts objects and names them in the log; it ends when the result is disposed.</summary>
    public async ValueTask<IDisposable> BeginWritingAsync(CancellationToken cancellationToken)
    {
        // First be seen, then look what is about to be deleted: whoever deletes does it the other way round.
        var presence = StoreErrors.Guard(Folder, Writers.Enter);
        try
        {
            await _condemned.RefreshAsync(cancellationToken).ConfigureAwait(false);
            await RequireWholeLogAsync(cancellationToken).ConfigureAwait(false);
            return presence;
        }
        catch
        {
            presence.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The same for a session of which nobody knows yet which it is. Null once any trace was forgotten: it may be that one, and not a
    /// byte of it is to reach the disk again.
    /// </summary>
    public async ValueTask<IDisposable?> BeginReceivingAsync(CancellationToken cancellationToken)
    {
        var presence = await BeginWritingAsync(cancellationToken).ConfigureAwait(false);
        var hasForgotten = true;
        try
        {
            // A hole might hide a tombstone.
            await RequireUnbrokenLogAsync(cancellationToken).ConfigureAwait(false);
            hasForgotten = await Log.ReadKindAsync(TraceEvents.Forgotten, 0, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (hasForgotten)
                presence.Dispose();
        }

        return hasForgotten ? null : presence;
    }

    /// <summary>Numbers that were given out once must not be given out again: what was projected from them would be taken for later.</summary>
    private async ValueTask RequireWholeLogAsync(CancellationToken cancellationToken)
    {
        var head = await Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (Ledger.Counts.Sequence > head)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"The log in '{Folder}' ends at event {head}, and 'manifest.json' counts to event {Ledger.Counts.Sequence}: the end of the log is missing. Run 'opentraces bucket repair', or restore 'events' from a copy.");
        }

        if (Files.Exists(LogRestoration.PathIn(Folder)))
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"A repair of the log in '{Folder}' was interrupted. Run 'opentraces bucket repair' again; it goes on where it ended.");
        }
    }

    /// <summary>
    /// The same, no hole in it, and nothing known of a trace that it does not say: what reads the whole log to decide what is dead
    /// must see all of it.
    /// </summary>
    public async ValueTask RequireIntactLogAsync(CancellationToken cancellationToken)
    {
        await RequireWholeLogAsync(cancellationToken).ConfigureAwait(false);
        await RequireUnbrokenLogAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in Envelopes.List())
        {
            if (Envelopes.Read(id) is { } held)
                await Ledger.RequireEventAsync(held, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RequireUnbrokenLogAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in Log.ReadAsync(long.MaxValue, cancellationToken).ConfigureAwait(false))
            break;
    }

    /// <inheritdoc cref="UpkeepLock"/>
    public IDisposable TakeUpkeepLock() => UpkeepLock.Take(Files, Folder);

    public LiveMark NewLiveMark() => new(
        Log, new HeldTraces(Log), new ReferenceWalker(Blobs, Reader), new SegmentMarks(Blobs.Catalog));

    public Compaction NewCompaction(LiveMark live) => new(Blobs, Log, _condemned, Writers, live, _clock);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Ledger.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OpenTracesException or IOException or UnauthorizedAccessException)
        {
            // The projections can be made later; closing must not hide what the caller is doing.
        }

        Connections.Dispose();
        await Indexer.DisposeAsync().ConfigureAwait(false);
        Ledger.Dispose();
        _condemned.Dispose();
        await Log.DisposeAsync().ConfigureAwait(false);
        await Blobs.DisposeAsync().ConfigureAwait(false);
    }
}
