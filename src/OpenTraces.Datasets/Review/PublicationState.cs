using System.Globalization;
using System.Text.Json;
using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Review;

/// <summary>The decisions of a dataset by row id: <c>publication_state.json</c>. A row without one waits for review.</summary>
internal static class PublicationState
{
    public static async ValueTask<SortedDictionary<string, ReviewDecision>> ReadAsync(DatasetFolder folder, CancellationToken cancellationToken)
    {
        var decisions = new SortedDictionary<string, ReviewDecision>(StringComparer.Ordinal);
        if (!File.Exists(folder.PublicationState))
            return decisions;
        var bytes = await File.ReadAllBytesAsync(folder.PublicationState, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            foreach (var row in document.RootElement.GetProperty("rows"u8).EnumerateObject())
                decisions[row.Name] = Read(row.Value);
            return decisions;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{folder.PublicationState}' cannot be read. Restore it, or remove it to review every row again.", e);
        }
    }

    public static ValueTask WriteAsync(
        DatasetFolder folder, SortedDictionary<string, ReviewDecision> decisions, CancellationToken cancellationToken) =>
        DurableFile.ReplaceAsync(folder.PublicationState, PrettyJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, 1);
            writer.WriteStartObject("rows"u8);
            foreach (var (rowId, decision) in decisions)
                Write(writer, rowId, decision);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }), cancellationToken);

    public static string NameOf(RowState state) => state switch
    {
        RowState.Publishable => "publishable",
        RowState.Rejected => "rejected",
        RowState.Blocked => "blocked",
        RowState.Published => "published",
        _ => "needs_review",
    };

    private static void Write(Utf8JsonWriter writer, string rowId, ReviewDecision decision)
    {
        writer.WriteStartObject(rowId);
        writer.WriteString("row_id"u8, rowId);
        writer.WriteString("status"u8, NameOf(decision.State));
        writer.WriteStartObject("uploaded_to"u8);
        foreach (var (remote, time) in decision.UploadedTo.OrderBy(u => u.Key, StringComparer.Ordinal))
            writer.WriteString(remote, time);
        writer.WriteEndObject();
        if (decision.ReviewedAt is { } at)
            writer.WriteString("reviewed_at"u8, at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        if (decision.ReviewedBy is not null)
            writer.WriteString("reviewed_by"u8, decision.ReviewedBy);
        writer.WriteEndObject();
    }

    private static ReviewDecision Read(JsonElement row) => new()
    {
        State = row.GetProperty("status"u8).GetString() switch
        {
            "publishable" => RowState.Publishable,
            "rejected" => RowState.Rejected,
            "published" => RowState.Published,
            _ => RowState.NeedsReview,
        },
        ReviewedAt = row.TryGetProperty("reviewed_at"u8, out var at) ? at.GetDateTimeOffset() : null,
        ReviewedBy = row.TryGetProperty("reviewed_by"u8, out var by) ? by.GetString() : null,
        UploadedTo = row.TryGetProperty("uploaded_to"u8, out var uploads)
            ? uploads.EnumerateObject().ToDictionary(u => u.Name, u => u.Value.GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(),
    };
}
