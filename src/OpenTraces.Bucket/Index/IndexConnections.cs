using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpenTraces.Bucket.Index;

/// <summary>Opens the search database, and keeps readers open between searches.</summary>
internal sealed class IndexConnections(IndexFolder folder, bool readOnly) : IDisposable
{
    private readonly ConcurrentBag<(string Path, SqliteConnection Connection)> _idle = [];

    /// <summary>Runs a reading on the current index; <paramref name="missing"/> when there is none that can be read.</summary>
    public T Read<T>(Func<SqliteConnection, T> reading, T missing)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (folder.FindCurrent() is not { } path)
                return missing;
            try
            {
                var connection = Rent(path);
                try
                {
                    var result = reading(connection);
                    Return(path, connection);
                    return result;
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            }
            catch (SqliteException) when (attempt == 0)
            {
                // The pointer may have moved, or a writer may have checkpointed under a reader that takes no locks.
            }
            catch (SqliteException)
            {
                return missing;
            }
        }
    }

    /// <summary>A connection that writes; the caller owns it. Only an empty database can be told to give pages back.</summary>
    public static SqliteConnection OpenWriter(string path, bool isNew = false)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite, immutable: false);
        if (isNew)
            Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>True when the database has the tables this version knows.</summary>
    public static bool IsUsable(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version";
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == IndexSchema.Version;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>What SQLite finds wrong with the file; null when nothing is, or there is none.</summary>
    public string? FindDamage()
    {
        if (folder.FindCurrent() is null)
            return null;
        try
        {
            return Read(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "PRAGMA quick_check(1)";
                    return command.ExecuteScalar() is "ok" ? null : "The search index is damaged.";
                },
                "The search index cannot be read.");
        }
        catch (InvalidOperationException e)
        {
            return $"The search index cannot be read: {e.Message}";
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
            reader.Connection.Dispose();
    }

    private SqliteConnection Rent(string path)
    {
        while (!readOnly && _idle.TryTake(out var reader))
        {
            if (reader.Path == path)
                return reader.Connection;
            reader.Connection.Dispose();
        }

        var connection = OpenReader(path);
        if (IsUsable(connection))
            return connection;
        connection.Dispose();
        throw new SqliteException("The search index is of another version.", SQLitePCL.raw.SQLITE_SCHEMA);
    }

    private void Return(string path, SqliteConnection connection)
    {
        if (readOnly)
            connection.Dispose();
        else
            _idle.Add((path, connection));
    }

    private SqliteConnection OpenReader(string path)
    {
        // Without a write-ahead log the file is whole and nobody has it open for writing; then not even the shared memory
        // file, which a reader would create, is needed.
        if (readOnly && !File.Exists(path + "-wal"))
            return Open(path, SqliteOpenMode.ReadOnly, immutable: true);
        return Open(path, SqliteOpenMode.ReadOnly, immutable: false);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode, bool immutable)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = immutable ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 2,
        };
        var connection = new SqliteConnection(builder.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
