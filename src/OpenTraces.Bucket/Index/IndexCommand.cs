using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpenTraces.Bucket.Index;

/// <summary>One statement with its parameters; running it also closes it.</summary>
internal readonly struct IndexCommand
{
    private readonly SqliteCommand _command;

    public IndexCommand(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public IndexCommand With(string name, object? value)
    {
        _command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return this;
    }

    public IndexCommand With(IEnumerable<KeyValuePair<string, object>> parameters)
    {
        foreach (var (name, value) in parameters)
            _command.Parameters.AddWithValue(name, value);
        return this;
    }

    public void Run()
    {
        using (_command)
            _command.ExecuteNonQuery();
    }

    /// <summary>The number in the first column of the first row; null without a row.</summary>
    public long? Scalar()
    {
        using (_command)
            return _command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    public byte[]? Blob()
    {
        using (_command)
            return _command.ExecuteScalar() as byte[];
    }

    public List<T> Rows<T>(Func<SqliteDataReader, T> read)
    {
        var rows = new List<T>();
        using (_command)
        {
            using var reader = _command.ExecuteReader();
            while (reader.Read())
                rows.Add(read(reader));
        }

        return rows;
    }
}
