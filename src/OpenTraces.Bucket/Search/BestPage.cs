using System.Text;
using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;

namespace OpenTraces.Bucket.Search;

/// <summary>Finds the page of a trace in which the most words occur.</summary>
internal static class BestPage
{
    /// <summary>The first of the best pages; null when the words stand in no step.</summary>
    public static Page? Find(SqliteConnection connection, long row, IReadOnlyList<string> words)
    {
        var digests = words.Select(w => WordPages.Digest(Encoding.UTF8.GetBytes(w))).ToList();
        Page? best = null;
        var most = 0;
        var parts = new IndexCommand(connection, "SELECT id, bits, pages FROM page_parts WHERE id >= $first AND id < $end ORDER BY id")
            .With("$first", IndexSchema.PartId(row, 0)).With("$end", IndexSchema.PartId(row + 1, 0))
            .Rows(r => (Id: r.GetInt64(0), Bits: r.GetInt32(1), Pages: r.GetFieldValue<byte[]>(2)));
        foreach (var (id, bits, pages) in parts)
        {
            var counts = new int[pages.Length / PageKeys.Size];
            foreach (var digest in digests)
                Count(connection, id, bits, digest, counts);
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] > most)
                    (most, best) = (counts[i], PageKeys.Read(pages, i));
            }
        }

        return best;
    }

    private static void Count(SqliteConnection connection, long part, int bits, uint digest, Span<int> counts)
    {
        var shard = PagePart.ShardOf(digest, bits);
        var words = new IndexCommand(connection, "SELECT words FROM page_words WHERE id = $id")
            .With("$id", IndexSchema.ShardId(part, shard)).Blob();
        if (words is not null)
            WordPages.Count(words, PagePart.StartOf(shard, bits), digest, counts);
    }
}
