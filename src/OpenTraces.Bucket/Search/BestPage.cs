using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Search;

/// <summary>Finds the page of a trace in which the most words occur.</summary>
internal static class BestPage
{
    /// <summary>The first of the best pages; null when the words stand in no step.</summary>
    public static Page? Find(SqliteConnection connection, long row, IReadOnlyList<string> words)
    {
        var counts = new Dictionary<long, int>();
        var from = row * IndexSchema.PagesPerTrace;
        foreach (var word in words)
        {
            var pages = new IndexCommand(connection,
                "SELECT rowid FROM page_fts WHERE page_fts MATCH $word AND rowid BETWEEN $from AND $to")
                .With("$word", $"\"{word}\"").With("$from", from).With("$to", from + IndexSchema.PagesPerTrace - 1)
                .Rows(r => r.GetInt64(0));
            foreach (var page in pages)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, page - from, out _)++;
        }

        foreach (var page in counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key))
        {
            var held = new IndexCommand(connection, "SELECT first, last, address FROM trace_pages WHERE row = $row AND page = $page")
                .With("$row", row).With("$page", page.Key)
                .Rows(r => new Page(r.GetInt32(0), r.GetInt32(1), new ContentHash(r.GetFieldValue<byte[]>(2))));
            if (held.Count > 0)
                return held[0];
        }

        return null;
    }
}
