using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// Keeps the index level with the log. The log decides what is missing, so any instance may take over what another has
/// left; an index that is held by another process is simply left behind until the next call.
/// </summary>
internal sealed class TraceIndexer(
    IEventLog log, TraceLedger ledger, DocumentReader documents, IndexFolder folder, StoreFiles files) : IAsyncDisposable
{
    private const int TracesPerTransaction = 32;
    /// <summary>More events than this are not taken in on the side: that is a rebuild, and somebody has to ask for it.</summary>
    public const int MaxInline = 1000;

    private const int MergedPages = 2000;
    private const int FreedPages = 4000;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<long, (HeldTrace Held, TraceDocument? Document)> _own = new();
    private SqliteConnection? _connection;
    private bool _rebuilding;
    private bool _replaced;

    /// <summary>False while there is no index that could be opened for writing.</summary>
    public bool IsOpen => _connection is not null;

    /// <summary>Opens the current index, or begins an empty one, and brings it level.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _connection = OpenCurrent();
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException
            or OpenTracesException { Code: OpenTracesErrorCode.StoreCorrupt })
        {
            // The index is derived: capturing goes on without it, and searches say that it is behind.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Indexes an event of this instance; never an error, because the event stands whatever the index does.</summary>
    public async ValueTask AddAsync(HeldTrace held, TraceDocument? document)
    {
        _own[held.Sequence] = (held, document);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or OpenTracesException)
        {
            // Searches say that the index is behind; the next opening or a rebuild cures it.
        }
        finally
        {
            _own.TryRemove(held.Sequence, out _);
            _writing.Release();
        }
    }

    /// <summary>Builds a new index from the log and the blobs alone and puts it in the place of the current one.</summary>
    public async ValueTask RebuildAsync(LockWaiter locks, CancellationToken cancellationToken)
    {
        using var exclusive = await locks.AcquireAsync(files, folder.LockPath, cancellationToken).ConfigureAwait(false);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var path = folder.CreateEpoch();
            var fresh = Create(path);
            var old = _connection;
            (_connection, _rebuilding) = (fresh, true);
            try
            {
                await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _connection = old;
                await fresh.DisposeAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                _rebuilding = false;
            }

            folder.SetCurrent(path);
            if (old is not null)
                await old.DisposeAsync().ConfigureAwait(false);
            folder.RemoveOthers(path);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Makes what was deleted from the index unreadable in its file; false when it could not be done now.</summary>
    public async ValueTask<bool> PurgeAsync(LockWaiter locks, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is not null && folder.FindCurrent() == _connection.DataSource
                && await IsLevelAsync(cancellationToken).ConfigureAwait(false))
            {
                IndexConnections.Execute(_connection, "INSERT INTO trace_fts (trace_fts) VALUES ('optimize')");
                IndexConnections.Execute(_connection, "VACUUM");
                if (new IndexCommand(_connection, "PRAGMA wal_checkpoint(TRUNCATE)").Scalar() == 0)
                {
                    folder.RemoveOthers(_connection.DataSource);
                    return true;
                }
            }
        }
        catch (SqliteException)
        {
            // A reader holds the old pages: a new file takes the place of this one.
        }
        finally
        {
            _writing.Release();
        }

        try
        {
            await RebuildAsync(locks, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SqliteException or IOException or OpenTracesException)
        {
            return false;
        }
    }

    /// <summary>Takes in what is missing, unless that is too much; false then: a new index is built instead.</summary>
    private async ValueTask<bool> IsLevelAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return new IndexWriter(_connection!).Through >= await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null && _replaced)
            Trim(_connection);
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _writing.Dispose();
    }

    /// <summary>
    /// A trace indexed again leaves its old words behind, and a growing session is indexed again and again. A bounded part
    /// of that is merged away and its pages are given back; what is left is cured by the next closing.
    /// </summary>
    private static void Trim(SqliteConnection connection)
    {
        try
        {
            foreach (var table in new[] { "trace_fts" })
                IndexConnections.Execute(connection, $"INSERT INTO {table} ({table}, rank) VALUES ('merge', -{MergedPages})");
            IndexConnections.Execute(connection, $"PRAGMA incremental_vacuum({FreedPages})");
        }
        catch (SqliteException)
        {
            // Another process is at it, or the disk is full: the index is as right as it was, only larger.
        }
    }

    private SqliteConnection OpenCurrent()
    {
        if (folder.FindCurrent() is { } path)
        {
            try
            {
                var connection = IndexConnections.OpenWriter(path);
                if (IndexConnections.IsUsable(connection))
                    return connection;
                connection.Dispose();
            }
            catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
            {
                // Not a database any more: a new epoch takes its place.
            }
        }

        var fresh = folder.CreateEpoch();
        var created = Create(fresh);
        folder.SetCurrent(fresh);
        return created;
    }

    private static SqliteConnection Create(string path)
    {
        var connection = IndexConnections.OpenWriter(path, isNew: true);
        IndexConnections.Execute(connection, IndexSchema.Create);
        return connection;
    }

    private async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
            return;
        if (folder.FindCurrent() is { } current && current != _connection.DataSource && !_rebuilding)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = OpenCurrent();
        }

        var through = new IndexWriter(_connection).Through;
        if (!_rebuilding && await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false) - through > MaxInline)
            return;
        var batch = new Dictionary<TraceId, TraceEvent>();
        var last = through;
        await foreach (var one in log.ReadAsync(through, cancellationToken).ConfigureAwait(false))
        {
            last = one.Sequence;
            if (one.TraceId is { } id)
                batch[id] = one;
            if (batch.Count < TracesPerTransaction)
                continue;
            if (!await ApplyAsync(batch, through, last, cancellationToken).ConfigureAwait(false))
                return;
            through = last;
            batch.Clear();
        }

        if (last > through)
            await ApplyAsync(batch, through, last, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies the events after <paramref name="after"/> through <paramref name="last"/>; false when another process is at it.</summary>
    private async ValueTask<bool> ApplyAsync(
        Dictionary<TraceId, TraceEvent> batch, long after, long last, CancellationToken cancellationToken)
    {
        var writer = new IndexWriter(_connection!);
        var traces = new List<(HeldTrace Held, TraceDocument? Document)>(batch.Count);
        foreach (var one in batch.Values)
        {
            if (await ReadAsync(writer, one, cancellationToken).ConfigureAwait(false) is { } trace)
                traces.Add(trace);
        }

        if (SQLitePCL.raw.sqlite3_exec(_connection!.Handle, "BEGIN IMMEDIATE") != SQLitePCL.raw.SQLITE_OK)
            return false;
        try
        {
            if (writer.Through < after)
                throw new SqliteException("The search index went back while it was written.", SQLitePCL.raw.SQLITE_ABORT);
            foreach (var (held, document) in traces)
            {
                if (!writer.IsBehind(held))
                    continue;
                _replaced |= held.Envelope.Generations.Count > 1;
                writer.Put(held, document);
            }

            if (writer.Through < last)
                writer.Through = last;
            IndexConnections.Execute(_connection, "COMMIT");
            return true;
        }
        catch
        {
            _ = SQLitePCL.raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
            throw;
        }
    }

    private async ValueTask<HeldTrace?> ReadLatestAsync(TraceEvent one, CancellationToken cancellationToken) =>
        one.TraceId is { } id ? await ledger.ReadLatestAsync(id, cancellationToken).ConfigureAwait(false) : null;

    private async ValueTask<(HeldTrace Held, TraceDocument? Document)?> ReadAsync(
        IndexWriter writer, TraceEvent one, CancellationToken cancellationToken)
    {
        var known = _own.TryGetValue(one.Sequence, out var own);
        var held = known ? own.Held : await ReadLatestAsync(one, cancellationToken).ConfigureAwait(false);
        if (held is null)
            return null;
        if (held.Envelope.IsForgotten)
            return (held, null);
        var served = held.Envelope.Served;
        if (writer.HoldsRecord(held.Id, served.Record))
            return (held, null);
        if (known && own.Document is not null)
            return own;
        try
        {
            return (held, await documents.ReadAsync(served, cancellationToken).ConfigureAwait(false));
        }
        catch (OpenTracesException e) when (e.Code is OpenTracesErrorCode.StoreCorrupt or OpenTracesErrorCode.InvalidTrace)
        {
            // Its steps cannot be searched; that it exists can still be listed.
            return (held, null);
        }
    }
}
