using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Search;

/// <summary>
/// Lists traces exactly: the index answers for what it has seen, and each trace with a later event is looked at itself.
/// </summary>
internal sealed class ListRun(IEventLog log, IndexConnections index, TraceLedger ledger, DocumentReader documents)
{
    private const int PageSize = 256;

    public async IAsyncEnumerable<TraceSummary> RunAsync(
        TraceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var through = index.Read(connection => new IndexWriter(connection).Through, -1);
        if (through < 0)
        {
            await foreach (var held in ledger.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await MatchesAsync(filter, held, cancellationToken).ConfigureAwait(false))
                    yield return held.Summarize();
            }

            yield break;
        }

        var later = await ReadLaterAsync(through, cancellationToken).ConfigureAwait(false);
        for (long last = 0; ;)
        {
            var rows = ReadRows(filter, last);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = row.Row;
                if (!later.Contains(row.Summary.TraceId))
                    yield return row.Summary;
            }

            if (rows.Count < PageSize)
                break;
        }

        foreach (var id in later)
        {
            if (await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } held
                && await MatchesAsync(filter, held, cancellationToken).ConfigureAwait(false))
                yield return held.Summarize();
        }
    }

    private List<SummaryRow> ReadRows(TraceFilter filter, long after)
    {
        var sql = new FilterSql(filter);
        return index.Read(connection => new IndexCommand(connection,
            $"SELECT {SummaryRows.Columns} FROM traces t WHERE t.row > $after AND {sql.Condition} ORDER BY t.row LIMIT $limit")
            .With(sql.Parameters).With("$after", after).With("$limit", PageSize).Rows(SummaryRows.Read), null)
            ?? throw new OpenTracesException(OpenTracesErrorCode.StoreBusy, "The search index went away while it was read. Try again.");
    }

    private async ValueTask<SortedSet<TraceId>> ReadLaterAsync(long through, CancellationToken cancellationToken)
    {
        var later = new SortedSet<TraceId>();
        if (through >= await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false))
            return later;
        await foreach (var one in log.ReadAsync(through, cancellationToken).ConfigureAwait(false))
        {
            if (one.TraceId is { } id)
                later.Add(id);
        }

        return later;
    }

    private async ValueTask<bool> MatchesAsync(TraceFilter filter, HeldTrace held, CancellationToken cancellationToken) =>
        FilterMatch.Summary(filter, held.Summarize())
        && (!FilterMatch.NeedsDocument(filter) || FilterMatch.Document(
            filter, await documents.ReadFacetsAsync(held.Envelope.Served, cancellationToken).ConfigureAwait(false)));
}
