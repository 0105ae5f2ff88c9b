using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>The parts of an open bucket, put together once.</summary>
internal sealed class BucketParts : IAsyncDisposable
{
    private BucketParts(string folder, BucketOptions options, StoreFiles files, IBlobStore blobs, IEventLog log)
    {
        Blobs = blobs;
        Log = log;
        ReadOnly = options.ReadOnly;
        Locks = new LockWaiter(options.Clock, options.LockTimeout);
        Reader = new RecordReader(blobs);
        Texts = new LongTextReader(blobs, StepTexts.MaxSearched);
        Ledger = new TraceLedger(
            log, new EnvelopeFiles(files, Path.Combine(folder, "traces"), Locks),
            new ManifestFile(files, folder, Locks), Reader, options.ReadOnly);
        var index = new IndexFolder(files, Path.Combine(folder, "index"), options.Clock);
        Documents = new DocumentReader(blobs, Reader, files, index);
        Connections = new IndexConnections(index, options.ReadOnly);
        Indexer = new TraceIndexer(log, Ledger, Documents, index, files);
        var lookups = new IndexLookups(Connections);
        Siblings = new SessionSiblings(log, lookups.FindSession);
        Ledger.Locate = lookups.FindSequence;
    }

    public IBlobStore Blobs { get; }

    public IEventLog Log { get; }

    public bool ReadOnly { get; }

    public LockWaiter Locks { get; }

    public RecordReader Reader { get; }

    public DocumentReader Documents { get; }

    public LongTextReader Texts { get; }

    public TraceLedger Ledger { get; }

    public IndexConnections Connections { get; }

    public TraceIndexer Indexer { get; }

    public SessionSiblings Siblings { get; }

    public static async ValueTask<BucketParts> OpenAsync(
        string folder, BucketOptions options, StoreFiles files,
        Func<string, ValueTask<IBlobStore>> openBlobs, Func<string, ValueTask<IEventLog>> openLog, CancellationToken cancellationToken)
    {
        SqliteProvider.Require();
        NetworkFolder.Refuse(folder);
        BucketFile.OpenOrCreate(files, folder, options.ReadOnly);
        foreach (var name in options.ReadOnly ? [] : (string[])["traces", "blobs", "events", "index"])
            files.CreateFolder(Path.Combine(folder, name));
        var blobs = await openBlobs(Path.Combine(folder, "blobs")).ConfigureAwait(false);
        IEventLog? log = null;
        BucketParts? parts = null;
        try
        {
            log = await openLog(Path.Combine(folder, "events")).ConfigureAwait(false);
            parts = new BucketParts(folder, options, files, blobs, log);
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

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Ledger.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OpenTracesException)
        {
            // The projections can be made later; closing must not hide what the caller is doing.
        }

        Connections.Dispose();
        await Indexer.DisposeAsync().ConfigureAwait(false);
        Ledger.Dispose();
        await Log.DisposeAsync().ConfigureAwait(false);
        await Blobs.DisposeAsync().ConfigureAwait(false);
    }
}
