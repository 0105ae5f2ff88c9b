using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Search;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>Writes traces into an open transaction.</summary>
internal sealed class IndexWriter(SqliteConnection connection)
{
    /// <summary>The event through which the index is complete.</summary>
    public long Through
    {
        get => Sql("SELECT value FROM meta WHERE key = 'through'").Scalar() ?? 0;
        set => Sql("UPDATE meta SET value = $value WHERE key = 'through'").With("$value", value).Run();
    }

    /// <summary>True when the index already holds this record of the trace, so that only its summary may differ.</summary>
    public bool HoldsRecord(TraceId id, ContentHash record) =>
        Sql("SELECT 1 FROM traces WHERE trace_id = $id AND record = $record")
            .With("$id", id.ToString()).With("$record", Bytes(record)).Scalar() is not null;

    public bool IsBehind(HeldTrace held) =>
        (Sql("SELECT seq FROM traces WHERE trace_id = $id").With("$id", held.Id.ToString()).Scalar() ?? 0) < held.Sequence;

    /// <summary>Brings one trace up to date; <paramref name="document"/> is null when its record is held already.</summary>
    public void Put(HeldTrace held, TraceDocument? document)
    {
        if (held.Envelope.IsForgotten)
        {
            Remove(held.Id);
            return;
        }

        var row = PutSummary(held);
        if (document is null)
            return;
        PutWords(row, document);
        PutPages(row, document.Pages?.Read() ?? []);
        PutFacets(row, document);
        Sql("UPDATE traces SET record = $record WHERE row = $row")
            .With("$record", Bytes(held.Envelope.Served.Record)).With("$row", row).Run();
    }

    /// <summary>Takes a trace and its words out.</summary>
    private void Remove(TraceId id)
    {
        if (Sql("SELECT row FROM traces WHERE trace_id = $id").With("$id", id.ToString()).Scalar() is not { } row)
            return;
        if (Sql("SELECT words FROM trace_words WHERE row = $row").With("$row", row).Blob() is { } old)
            RunWords("INSERT INTO trace_fts (trace_fts, rowid, title, prompts, text, files) VALUES ('delete', $row, $a, $b, $c, $d)", row, Unpack(old));
        foreach (var table in (ReadOnlySpan<string>)["traces", "trace_words", "trace_files", "trace_tools", "trace_skills"])
            Sql($"DELETE FROM {table} WHERE row = $row").With("$row", row).Run();
        var (first, last) = (IndexSchema.PartId(row, 0), IndexSchema.PartId(row + 1, 0) - 1);
        Sql("DELETE FROM page_parts WHERE id BETWEEN $first AND $last").With("$first", first).With("$last", last).Run();
        Sql("DELETE FROM page_words WHERE id BETWEEN $first AND $last")
            .With("$first", IndexSchema.ShardId(first, 0)).With("$last", IndexSchema.ShardId(last + 1, 0) - 1).Run();
    }

    private long PutSummary(HeldTrace held)
    {
        var summary = held.Summarize();
        Sql("""
            INSERT INTO traces (trace_id, seq, record, agent, session_id, sub_agent_id, title, project, directory, start_text, end_text,
                end_ticks, model, generation, generations, steps, patches, mapped, folded, carried, ignored, malformed)
            VALUES ($id, $seq, x'', $agent, $session, $sub, $title, $project, $directory, $start, $end,
                $ticks, $model, $generation, $generations, $steps, $patches, $mapped, $folded, $carried, $ignored, $malformed)
            ON CONFLICT (trace_id) DO UPDATE SET seq = excluded.seq, title = excluded.title, project = excluded.project,
                directory = excluded.directory, start_text = excluded.start_text, end_text = excluded.end_text,
                end_ticks = excluded.end_ticks, model = excluded.model, generation = excluded.generation,
                generations = excluded.generations, steps = excluded.steps, patches = excluded.patches, mapped = excluded.mapped,
                folded = excluded.folded, carried = excluded.carried, ignored = excluded.ignored, malformed = excluded.malformed
            """)
            .With("$id", held.Id.ToString()).With("$seq", held.Sequence)
            .With("$agent", summary.Agent).With("$session", summary.SessionId).With("$sub", summary.SubAgentId)
            .With("$title", summary.Title).With("$project", summary.Project)
            .With("$directory", summary.Project is null ? null : FilterSql.Directory(summary.Project))
            .With("$start", summary.TimestampStart).With("$end", summary.TimestampEnd).With("$ticks", FilterSql.Ticks(summary.TimestampEnd))
            .With("$model", summary.Model).With("$generation", summary.Generation).With("$generations", summary.Generations)
            .With("$steps", summary.Steps).With("$patches", summary.Patches)
            .With("$mapped", summary.Lines.Mapped).With("$folded", summary.Lines.Folded).With("$carried", summary.Lines.Carried)
            .With("$ignored", summary.Lines.Ignored).With("$malformed", summary.Lines.Malformed).Run();
        return Sql("SELECT row FROM traces WHERE trace_id = $id").With("$id", held.Id.ToString()).Scalar()!.Value;
    }

    private void PutWords(long row, TraceDocument document)
    {
        if (Sql("SELECT words FROM trace_words WHERE row = $row").With("$row", row).Blob() is { } old)
            RunWords("INSERT INTO trace_fts (trace_fts, rowid, title, prompts, text, files) VALUES ('delete', $row, $a, $b, $c, $d)", row, Unpack(old));
        byte[][] words = [document.TitleWords, document.PromptWords, document.TextWords, document.FileWords];
        RunWords("INSERT INTO trace_fts (rowid, title, prompts, text, files) VALUES ($row, $a, $b, $c, $d)", row, words);
        Sql("INSERT OR REPLACE INTO trace_words VALUES ($row, $words)").With("$row", row).With("$words", Pack(words)).Run();
    }

    private void RunWords(string sql, long row, byte[][] words) => Sql(sql).With("$row", row)
        .With("$a", Text(words[0])).With("$b", Text(words[1])).With("$c", Text(words[2])).With("$d", Text(words[3])).Run();

    private static string Text(byte[] words) => Encoding.UTF8.GetString(words);

    private void PutPages(long row, IEnumerable<PagePart> parts)
    {
        var (first, end) = (IndexSchema.PartId(row, 0), IndexSchema.PartId(row + 1, 0));
        Sql("DELETE FROM page_words WHERE id >= $first AND id < $end")
            .With("$first", IndexSchema.ShardId(first, 0)).With("$end", IndexSchema.ShardId(end, 0)).Run();
        Sql("DELETE FROM page_parts WHERE id >= $first AND id < $end").With("$first", first).With("$end", end).Run();
        var next = first;
        foreach (var part in parts)
        {
            if (next == end)
                return;
            Sql("INSERT INTO page_parts VALUES ($id, $first, $bits, $pages)").With("$id", next).With("$first", part.First)
                .With("$bits", part.ShardBits).With("$pages", part.Pages).Run();
            for (var i = 0; i < part.ShardEnds.Length; i++)
            {
                if (part.Shard(i) is { Length: > 0 } words)
                    Sql("INSERT INTO page_words VALUES ($id, $words)").With("$id", IndexSchema.ShardId(next, i)).With("$words", words.ToArray()).Run();
            }

            next++;
        }
    }

    private void PutFacets(long row, TraceDocument document)
    {
        foreach (var table in (ReadOnlySpan<string>)["trace_files", "trace_tools", "trace_skills"])
            Sql($"DELETE FROM {table} WHERE row = $row").With("$row", row).Run();
        for (var i = 0; i < document.Files.Count; i++)
        {
            Sql("INSERT INTO trace_files VALUES ($row, $i, $path, $name)").With("$row", row).With("$i", i)
                .With("$path", document.Files[i]).With("$name", TouchedFiles.NameOf(document.Files[i])).Run();
        }

        for (var i = 0; i < document.Tools.Count; i++)
        {
            var (name, calls) = document.Tools[i];
            Sql("INSERT INTO trace_tools VALUES ($row, $i, $name, $folded, $calls)").With("$row", row).With("$i", i)
                .With("$name", name).With("$folded", name.ToLowerInvariant()).With("$calls", calls).Run();
        }

        for (var i = 0; i < document.Skills.Count; i++)
        {
            Sql("INSERT INTO trace_skills VALUES ($row, $i, $name, $folded)").With("$row", row).With("$i", i)
                .With("$name", document.Skills[i]).With("$folded", document.Skills[i].ToLowerInvariant()).Run();
        }
    }

    private IndexCommand Sql(string sql) => new(connection, sql);

    private static byte[] Bytes(ContentHash hash)
    {
        var bytes = new byte[ContentHash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }

    private static byte[] Pack(byte[][] words)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < words.Length; i++)
            {
                if (i > 0)
                    brotli.WriteByte((byte)'\n');
                brotli.Write(words[i]);
            }
        }

        return packed.ToArray();
    }

    private static byte[][] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        brotli.CopyTo(unpacked);
        var words = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
        var parts = new List<byte[]>();
        foreach (var part in words.Split((byte)'\n'))
            parts.Add(words[part].ToArray());
        return [.. parts];
    }
}
