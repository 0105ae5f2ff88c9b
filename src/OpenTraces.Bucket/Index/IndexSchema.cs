namespace OpenTraces.Bucket.Index;

/// <summary>The tables of <c>search.db</c>. Another version is another epoch: nothing is migrated, everything can be made again.</summary>
internal static class IndexSchema
{
    public const int Version = 2;

    private const int PartBits = 16;
    private const int ShardBits = 12;

    /// <summary>
    /// Words arrive folded and separated by spaces (<see cref="Words.WordReader"/>), so the tokenizer has nothing to decide.
    /// The full-text table, which finds traces, keeps no text; <c>trace_words</c> holds what a later deletion has to name.
    /// <c>page_parts</c> and <c>page_words</c> tell where in a trace words stand: the <see cref="PagePart"/>s of a trace under
    /// ids that follow each other, and the shards of each under ids that do.
    /// </summary>
    public const string Create = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        INSERT INTO meta VALUES ('through', 0);
        CREATE TABLE traces (
            row INTEGER PRIMARY KEY, trace_id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, record BLOB NOT NULL,
            agent TEXT NOT NULL, session_id TEXT NOT NULL, sub_agent_id TEXT, title TEXT NOT NULL, project TEXT, directory TEXT,
            start_text TEXT, end_text TEXT, end_ticks INTEGER NOT NULL, model TEXT,
            generation INTEGER NOT NULL, generations INTEGER NOT NULL, steps INTEGER NOT NULL, patches INTEGER NOT NULL,
            mapped INTEGER NOT NULL, folded INTEGER NOT NULL, carried INTEGER NOT NULL, ignored INTEGER NOT NULL,
            malformed INTEGER NOT NULL);
        CREATE INDEX traces_by_end ON traces (end_ticks DESC, trace_id);
        CREATE INDEX traces_by_session ON traces (session_id, agent);
        CREATE TABLE trace_files (row INTEGER NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
            PRIMARY KEY (row, position)) WITHOUT ROWID;
        CREATE INDEX trace_files_by_name ON trace_files (name);
        CREATE TABLE trace_tools (row INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
            calls INTEGER NOT NULL, PRIMARY KEY (row, position)) WITHOUT ROWID;
        CREATE INDEX trace_tools_by_name ON trace_tools (folded, row);
        CREATE TABLE trace_skills (row INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
            PRIMARY KEY (row, position)) WITHOUT ROWID;
        CREATE INDEX trace_skills_by_name ON trace_skills (folded, row);
        CREATE TABLE page_parts (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, bits INTEGER NOT NULL, pages BLOB NOT NULL);
        CREATE TABLE page_words (id INTEGER PRIMARY KEY, words BLOB NOT NULL);
        CREATE TABLE trace_words (row INTEGER PRIMARY KEY, words BLOB NOT NULL);
        CREATE VIRTUAL TABLE trace_fts USING fts5 (title, prompts, text, files, content='', tokenize='ascii');
        PRAGMA user_version = 2;
        """;

    /// <summary>The id of a part of a trace.</summary>
    public static long PartId(long row, int part) => (row << PartBits) + part;

    /// <summary>The id of a shard of a part.</summary>
    public static long ShardId(long partId, int shard) => (partId << ShardBits) + shard;
}
