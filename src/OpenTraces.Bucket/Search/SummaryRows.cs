using Microsoft.Data.Sqlite;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Search;

/// <summary>Reads summaries from the table of traces.</summary>
internal static class SummaryRows
{
    public const string Columns = """
        t.row, t.trace_id, t.agent, t.session_id, t.sub_agent_id, t.title, t.project, t.start_text, t.end_text, t.model,
        t.generation, t.generations, t.steps, t.patches, t.mapped, t.folded, t.carried, t.ignored, t.malformed, t.end_ticks
        """;

    public static SummaryRow Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(19), new TraceSummary
    {
        TraceId = TraceId.Parse(row.GetString(1)),
        Agent = row.GetString(2),
        SessionId = row.GetString(3),
        SubAgentId = Text(row, 4),
        Title = row.GetString(5),
        Project = Text(row, 6),
        TimestampStart = Text(row, 7),
        TimestampEnd = Text(row, 8),
        Model = Text(row, 9),
        Generation = row.GetInt32(10),
        Generations = row.GetInt32(11),
        Steps = row.GetInt32(12),
        Patches = row.GetInt32(13),
        Lines = new LineCounts
        {
            Mapped = row.GetInt32(14),
            Folded = row.GetInt32(15),
            Carried = row.GetInt32(16),
            Ignored = row.GetInt32(17),
            Malformed = row.GetInt32(18),
        },
    });

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
