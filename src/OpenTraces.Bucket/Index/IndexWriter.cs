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
    public async ValueTask PutAsync(HeldTrace held, TraceDocument? document)
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
        await PutPagesAsync(row, document.Pages).ConfigureAwait(false);
        PutFacets(row, document);
        Sql("UPDATE traces SET record = $record WHERE row = $row")
            .With("$record", Bytes(held.Envelope.Served.Record)).With("$row", row).Run();
    }

    /// <summary>
    /// Takes a trace out of every answer. Its words stay in the full-text tables, which keep no text to delete them by,
    /// until the index is built anew.
    /// </summary>
    private void Remove(TraceId id)
    {
        if (Sql("SELECT row FROM traces WHERE trace_id = $id").With("$id", id.ToString()).Scalar() is not { } row)
            return;
        if (Sql("SELECT words FROM trace_words WHERE row = $row").With("$row", row).Blob() is { } old)
            RunWords("INSERT INTO trace_fts (trace_fts, rowid, title, prompts, text, files) VALUES ('delete', $row, $a, $b, $c, $d)", row, Unpack(old));
        foreach (var table in (ReadOnlySpan<string>)["traces", "trace_words", "trace_pages", "trace_files", "trace_tools", "trace_skills"])
            Sql($"DELETE FROM {table} WHERE row = $row").With("$row", row).Run();
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
        string[] words = [document.TitleWords, document.PromptWords, document.TextWords, document.FileWords];
        RunWords("INSERT INTO trace_fts (rowid, title, prompts, text, files) VALUES ($row, $a, $b, $c, $d)", row, words);
        Sql("INSERT OR REPLACE INTO trace_words VALUES ($row, $words)").With("$row", row).With("$words", Pack(words)).Run();
    }

    private void RunWords(string sql, long row, string[] words) => Sql(sql).With("$row", row)
        .With("$a", words[0]).With("$b", words[1]).With("$c", words[2]).With("$d", words[3]).Run();

    /// <summary>Pages the trace had before keep their words; those of pages it lost stay behind without a page to lead to.</summary>
    private async ValueTask PutPagesAsync(long row, IAsyncEnumerable<PageWords> pages)
    {
        var held = Sql("SELECT page, first, last, address FROM trace_pages WHERE row = $row").With("$row", row)
            .Rows(r => (Page: r.GetInt64(0), Key: (r.GetInt32(1), r.GetInt32(2), new ContentHash(r.GetFieldValue<byte[]>(3)))))
            .ToDictionary(r => r.Key, r => r.Page);
        var next = Sql("SELECT next_page FROM traces WHERE row = $row").With("$row", row).Scalar() ?? 0;
        await foreach (var (page, words) in pages.ConfigureAwait(false))
        {
            if (held.Remove((page.First, page.Last, page.Address)) || next >= IndexSchema.PagesPerTrace)
                continue;
            Sql("INSERT INTO trace_pages VALUES ($row, $page, $first, $last, $address)").With("$row", row).With("$page", next)
                .With("$first", page.First).With("$last", page.Last).With("$address", Bytes(page.Address)).Run();
            Sql("INSERT INTO page_fts (rowid, words) VALUES ($id, $words)")
                .With("$id", (row * IndexSchema.PagesPerTrace) + next).With("$words", words).Run();
            next++;
        }

        foreach (var gone in held.Values)
            Sql("DELETE FROM trace_pages WHERE row = $row AND page = $page").With("$row", row).With("$page", gone).Run();
        Sql("UPDATE traces SET next_page = $next WHERE row = $row").With("$next", next).With("$row", row).Run();
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

    private static byte[] Pack(string[] words)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(string.Join('\n', words)));
        return packed.ToArray();
    }

    private static string[] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n');
    }
}
