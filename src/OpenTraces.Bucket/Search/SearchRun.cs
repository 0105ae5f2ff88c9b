using Microsoft.Data.Sqlite;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Search;

/// <summary>Answers one query from the index as it is.</summary>
internal sealed class SearchRun(IEventLog log, IndexConnections index, RecordReader records, LongTextReader texts)
{
    private const int MaxWords = 64;
    private const int FilesShown = 8;
    private const int ToolsShown = 12;

    public async ValueTask<SearchResult> RunAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        var words = WordSet.Of(query.Text);
        if (words.Count > MaxWords)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, $"A search takes at most {MaxWords} different words.");
        var head = await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var answer = index.Read(connection => Look(connection, query, words), null);
        if (answer is null && query.Fresh)
            throw NotFresh(IndexFreshness.Of(null, head));
        if (answer is null)
            return new SearchResult { Hits = [], Truncated = false, Freshness = IndexFreshness.Of(null, head) };

        var freshness = IndexFreshness.Of(answer.Through, head);
        if (query.Fresh && freshness.Stale)
            throw NotFresh(freshness);
        var hits = new List<SearchHit>(answer.Rows.Count);
        foreach (var found in answer.Rows)
            hits.Add(await ShowAsync(found, words, cancellationToken).ConfigureAwait(false));
        return new SearchResult { Hits = hits, Truncated = answer.Truncated, Freshness = freshness };
    }

    private static Answer Look(SqliteConnection connection, SearchQuery query, IReadOnlyList<string> words)
    {
        // One transaction, so that all statements see the same state.
        using var transaction = connection.BeginTransaction(deferred: true);
        var candidates = new Candidates(connection, new FilterSql(query.Filter));
        var limit = query.Limit == int.MaxValue ? int.MaxValue : query.Limit + 1;
        var ranked = string.IsNullOrWhiteSpace(query.Text) ? candidates.All(limit)
            : words.Count == 0 ? []
            : candidates.Matching(words, limit);
        var rows = ranked.Take(query.Limit).Select(r => new Found(
            r.Row.Summary,
            r.Score,
            words.Count == 0 ? null : BestPage.Find(connection, r.Row.Row, words),
            Names(connection, "SELECT path FROM trace_files WHERE row = $row ORDER BY position LIMIT $most", r.Row.Row, FilesShown),
            Names(connection, "SELECT name FROM trace_tools WHERE row = $row ORDER BY position LIMIT $most", r.Row.Row, ToolsShown),
            Names(connection, "SELECT name FROM trace_skills WHERE row = $row ORDER BY position LIMIT $most", r.Row.Row, int.MaxValue)));
        return new Answer([.. rows], ranked.Count > query.Limit, new IndexWriter(connection).Through);
    }

    private static List<string> Names(SqliteConnection connection, string sql, long row, int most) =>
        new IndexCommand(connection, sql).With("$row", row).With("$most", most).Rows(r => r.GetString(0));

    private async ValueTask<SearchHit> ShowAsync(Found found, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var (step, text) = await TryFindStepAsync(found.Page, words.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        return new SearchHit
        {
            Trace = found.Summary,
            Address = step is { } index
                ? TraceAddress.OfStep(found.Summary.TraceId, index)
                : new TraceAddress { Trace = found.Summary.TraceId.ToString() },
            Score = found.Score,
            Snippet = words.Count == 0 ? "" : Snippet.Around(text ?? found.Summary.Title, words.ToHashSet(StringComparer.Ordinal)),
            Files = found.Files,
            Tools = found.Tools,
            Skills = found.Skills,
        };
    }

    /// <summary>Nothing when the page is damaged: that must not hide the trace, and reading or verifying it says what is lost.</summary>
    private async ValueTask<(int? Step, string? Text)> TryFindStepAsync(
        Page? page, HashSet<string> words, CancellationToken cancellationToken)
    {
        try
        {
            return await FindStepAsync(page, words, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            return default;
        }
    }

    /// <summary>The first step of a page that holds the most words, and its text.</summary>
    private async ValueTask<(int? Step, string? Text)> FindStepAsync(
        Page? page, HashSet<string> words, CancellationToken cancellationToken)
    {
        if (page is not { } found)
            return default;
        (int? Step, string? Text) best = default;
        var most = 0;
        await foreach (var stored in records.ReadStepsAsync([found], found.First, found.Last, cancellationToken).ConfigureAwait(false))
        {
            var step = await texts.ExpandAsync(stored, cancellationToken).ConfigureAwait(false);
            var (count, text) = Snippet.Weigh(step, words);
            if (count > most)
                (most, best) = (count, (step.StepIndex, text));
        }

        return best;
    }

    private static OpenTracesException NotFresh(SearchFreshness freshness) => new(OpenTracesErrorCode.StoreBusy,
        $"The search index knows the log to event {freshness.IndexedThrough} of {freshness.LogHead} ({freshness.StaleReason}). "
        + (freshness.RebuildRecommended ? "Run 'opentraces bucket rebuild'." : "Try again when the writer is done, or ask without fresh."));

    private sealed record Answer(IReadOnlyList<Found> Rows, bool Truncated, long Through);

    private sealed record Found(
        TraceSummary Summary, double Score, Page? Page,
        IReadOnlyList<string> Files, IReadOnlyList<string> Tools, IReadOnlyList<string> Skills);
}
