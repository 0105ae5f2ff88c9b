using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Index;

namespace OpenTraces.Bucket.Search;

/// <summary>
/// Finds and ranks the traces that hold all words. Few matches are ranked by relevance; of very many (words that are
/// everywhere, whose relevance says nothing) those come first that have the words in the title, then in the prompts.
/// </summary>
internal sealed class Candidates(SqliteConnection connection, FilterSql filter)
{
    private const int MostRanked = 1000;

    /// <summary>Newest first.</summary>
    public List<(SummaryRow Row, double Score)> All(int limit) =>
        [.. new IndexCommand(connection,
            $"SELECT {SummaryRows.Columns} FROM traces t WHERE {filter.Condition} ORDER BY t.end_ticks DESC, t.trace_id LIMIT $limit")
            .With(filter.Parameters).With("$limit", limit).Rows(r => (SummaryRows.Read(r), 0.0))];

    /// <summary>Best first.</summary>
    public List<(SummaryRow Row, double Score)> Matching(IReadOnlyList<string> words, int limit)
    {
        // Every word stands in quotes and holds letters and digits only: nothing of it is syntax.
        var match = string.Join(' ', words.Select(w => $"\"{w}\""));
        var most = Math.Max(MostRanked, limit);
        return Tier(match, most + 1).Count <= most
            ? ByRelevance(match, limit)
            : ByTier(match, most, limit);
    }

    private List<(SummaryRow Row, double Score)> ByRelevance(string match, int limit) =>
        new IndexCommand(connection, $"""
            SELECT {SummaryRows.Columns}, -bm25(trace_fts, 8.0, 4.0, 1.0, 2.0) AS score
            FROM trace_fts JOIN traces t ON t.row = trace_fts.rowid
            WHERE trace_fts MATCH $match AND {filter.Condition}
            ORDER BY score DESC, t.trace_id LIMIT $limit
            """)
            .With(filter.Parameters).With("$match", match).With("$limit", limit)
            .Rows(r => (SummaryRows.Read(r), r.GetDouble(20)));

    private List<(SummaryRow Row, double Score)> ByTier(string match, int most, int limit)
    {
        var found = new Dictionary<long, (SummaryRow Row, double Score)>();
        var tiers = new[] { $"{{title}} : ({match})", $"{{title prompts}} : ({match})", match };
        for (var i = 0; i < tiers.Length && found.Count < most; i++)
        {
            foreach (var row in Tier(tiers[i], most))
                found.TryAdd(row.Row, (row, tiers.Length - i));
        }

        return [.. found.Values.OrderByDescending(f => f.Score).ThenByDescending(f => f.Row.EndTicks)
            .ThenBy(f => f.Row.Summary.TraceId).Take(limit)];
    }

    private List<SummaryRow> Tier(string match, int limit) =>
        new IndexCommand(connection, $"""
            SELECT {SummaryRows.Columns} FROM trace_fts JOIN traces t ON t.row = trace_fts.rowid
            WHERE trace_fts MATCH $match AND {filter.Condition}
            ORDER BY trace_fts.rowid DESC LIMIT $limit
            """)
            .With(filter.Parameters).With("$match", match).With("$limit", limit).Rows(SummaryRows.Read);
}
