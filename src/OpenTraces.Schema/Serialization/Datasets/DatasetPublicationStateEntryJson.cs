using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetPublicationStateEntryJson
{
    public static DatasetPublicationStateEntry Read(ref JsonCursor json)
    {
        string? rowId = null, reviewedAt = null, reviewedBy = null, securityVersion = null, sourceSecurityVersion = null,
            privacyTier = null, updatedAt = null;
        DatasetPublicationStatus? status = null;
        IReadOnlyDictionary<string, string>? uploadedTo = null;
        IReadOnlyList<string> blockReasons = [];
        bool? securityStale = null;
        int? redactionsApplied = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("row_id"u8)) rowId = json.ReadText();
            else if (json.Is("status"u8)) status = DatasetNames.PublicationStatus.Read(ref json);
            else if (json.Is("uploaded_to"u8)) uploadedTo = JsonInput.ReadTextMap(ref json);
            else if (json.Is("reviewed_at"u8)) reviewedAt = json.ReadText();
            else if (json.Is("reviewed_by"u8)) reviewedBy = json.ReadText();
            else if (json.Is("block_reasons"u8)) blockReasons = JsonInput.ReadTexts(ref json);
            else if (json.Is("security_version"u8)) securityVersion = json.ReadText();
            else if (json.Is("source_security_version"u8)) sourceSecurityVersion = json.ReadText();
            else if (json.Is("privacy_tier"u8)) privacyTier = json.ReadText();
            else if (json.Is("security_stale"u8)) securityStale = json.ReadBool();
            else if (json.Is("redactions_applied"u8)) redactionsApplied = json.ReadInt();
            else if (json.Is("updated_at"u8)) updatedAt = json.ReadText();
            else json.KeepOrRefuse(ref unknown);
        }

        return new DatasetPublicationStateEntry
        {
            RowId = json.Require(rowId, "row_id"),
            Status = status ?? DatasetPublicationStatus.NeedsReview,
            UploadedTo = uploadedTo ?? new Dictionary<string, string>(),
            ReviewedAt = reviewedAt,
            ReviewedBy = reviewedBy,
            BlockReasons = blockReasons,
            SecurityVersion = securityVersion,
            SourceSecurityVersion = sourceSecurityVersion,
            PrivacyTier = privacyTier,
            SecurityStale = securityStale ?? false,
            RedactionsApplied = redactionsApplied ?? 0,
            UpdatedAt = updatedAt,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, DatasetPublicationStateEntry value)
    {
        writer.WriteStartObject();
        writer.WriteText("row_id"u8, value.RowId);
        DatasetNames.PublicationStatus.Write(writer, "status"u8, value.Status);
        writer.WriteTextMap("uploaded_to"u8, value.UploadedTo);
        writer.WriteText("reviewed_at"u8, value.ReviewedAt);
        writer.WriteText("reviewed_by"u8, value.ReviewedBy);
        writer.WriteTexts("block_reasons"u8, value.BlockReasons);
        writer.WriteText("security_version"u8, value.SecurityVersion);
        writer.WriteText("source_security_version"u8, value.SourceSecurityVersion);
        writer.WriteText("privacy_tier"u8, value.PrivacyTier);
        writer.WriteFlag("security_stale"u8, value.SecurityStale);
        writer.WriteWhole("redactions_applied"u8, value.RedactionsApplied);
        writer.WriteText("updated_at"u8, value.UpdatedAt);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
