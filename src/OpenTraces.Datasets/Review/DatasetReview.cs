using System.Globalization;
using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Datasets.Files;
using OpenTraces.Datasets.Rows;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Review;

/// <summary>The states of a dataset's rows: what a gate says first, then what a person said.</summary>
internal sealed class DatasetReview(DatasetFolder folder, DatasetManifest manifest)
{
    private const string Changed = "row_changed";
    private const string NoProvenance = "provenance_missing";

    public async IAsyncEnumerable<DatasetRow> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = await RowIndex.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        if (index.Entries.Count == 0)
            yield break;
        var decisions = await PublicationState.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        var data = OpenRead(folder.Data);
        await using var closingData = data.ConfigureAwait(false);
        var provenance = OpenRead(folder.RowProvenance);
        await using var closingProvenance = provenance.ConfigureAwait(false);
        foreach (var entry in index.Entries)
        {
            var bytes = await RowFiles.ReadAsync(data, entry.Offset, entry.Length, cancellationToken).ConfigureAwait(false);
            var origin = await RowFiles.ReadAsync(provenance, entry.ProvenanceOffset, entry.ProvenanceLength, cancellationToken).ConfigureAwait(false);
            yield return RowOf(entry, bytes, RowProvenance.ReadReport(origin), decisions.GetValueOrDefault(entry.Row.RowId));
        }
    }

    /// <param name="rowIds">The rows; null for all.</param>
    /// <param name="wanted">Publishable, rejected, or needs_review for a reset.</param>
    /// <param name="reviewer">Who decides.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the call; nothing is changed then.</param>
    public async ValueTask<ReviewChange> ChangeAsync(
        IReadOnlyCollection<string>? rowIds, DatasetPublicationStatus wanted, string reviewer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var reviewing = DatasetLock.Take(folder.ReviewLock, "review of this dataset");
        var decisions = await PublicationState.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        var asked = rowIds is null ? null : new HashSet<string>(rowIds, StringComparer.Ordinal);
        var (changed, blocked) = (new List<string>(), new List<string>());
        await foreach (var row in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (asked?.Remove(row.RowId) == false)
                continue;
            if (row.State == DatasetPublicationStatus.Blocked)
                blocked.Add(row.RowId);
            else if (row.State != DatasetPublicationStatus.Published)
                changed.Add(row.RowId);
        }

        if (asked is { Count: > 0 })
        {
            throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"The dataset '{folder.Name}' has no row {asked.Order(StringComparer.Ordinal).First()}. List its rows to see which there are.");
        }

        foreach (var rowId in changed)
            Decide(decisions, rowId, wanted, reviewer, now);
        await PublicationState.WriteAsync(folder, decisions, cancellationToken).ConfigureAwait(false);
        return new ReviewChange { RowIds = changed, Blocked = blocked };
    }

    private static void Decide(SortedDictionary<string, DatasetPublicationStateEntry> decisions, string rowId, DatasetPublicationStatus wanted, string reviewer, DateTimeOffset now)
    {
        if (wanted == DatasetPublicationStatus.NeedsReview)
            decisions.Remove(rowId);
        else if (decisions.GetValueOrDefault(rowId)?.Status != wanted)
            decisions[rowId] = new DatasetPublicationStateEntry { RowId = rowId, Status = wanted, ReviewedAt = Stamp(now), ReviewedBy = reviewer };
    }

    private DatasetRow RowOf(RowIndexEntry entry, ReadOnlyMemory<byte> bytes, SecurityReport? report, DatasetPublicationStateEntry? decision)
    {
        var intact = ContentHash.Of(bytes.Span).ToString() == entry.Row.IdentityHash;
        List<string> reasons = [.. report is null ? [NoProvenance] : Clearance.ReasonsAgainst(report)];
        if (!intact)
            reasons.Insert(0, Changed);
        var undecided = manifest.PublicationPolicy.Review == DatasetPublicationReviewPolicy.Auto ? DatasetPublicationStatus.Publishable : DatasetPublicationStatus.NeedsReview;
        return new DatasetRow
        {
            RowId = entry.Row.RowId,
            Line = entry.Row.Line,
            Data = intact ? RawJson.FromTrusted(bytes) : null,
            State = reasons.Count > 0 ? DatasetPublicationStatus.Blocked : decision?.Status ?? undecided,
            BlockReasons = reasons,
            RunId = entry.Row.RunId,
            Redactions = report?.Redactions ?? 0,
            ReviewedBy = decision?.ReviewedBy,
            ReviewedAt = TimeOf(decision?.ReviewedAt),
        };
    }

    private static string Stamp(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
}
