using System.Text.Json;

namespace OpenTraces.Schema;

internal static class SecurityMetadataJson
{
    public static SecurityMetadata Read(ref JsonCursor json)
    {
        bool? scanned = null;
        int? flagsReviewed = null, redactionsApplied = null;
        string? classifierVersion = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("scanned"u8)) scanned = json.ReadBool();
            else if (json.Is("flags_reviewed"u8)) flagsReviewed = json.ReadInt();
            else if (json.Is("redactions_applied"u8)) redactionsApplied = json.ReadInt();
            else if (json.Is("classifier_version"u8)) classifierVersion = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new SecurityMetadata
        {
            Scanned = scanned ?? false,
            FlagsReviewed = flagsReviewed ?? 0,
            RedactionsApplied = redactionsApplied ?? 0,
            ClassifierVersion = classifierVersion,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, SecurityMetadata value)
    {
        writer.WriteStartObject();
        writer.WriteFlag("scanned"u8, value.Scanned);
        writer.WriteWhole("flags_reviewed"u8, value.FlagsReviewed);
        writer.WriteWhole("redactions_applied"u8, value.RedactionsApplied);
        writer.WriteText("classifier_version"u8, value.ClassifierVersion);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
