using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AttributionRangeJson
{
    public static AttributionRange Read(ref JsonCursor json)
    {
        int? startLine = null, endLine = null;
        string? contentHash = null, confidence = null, changeType = null;
        RawJson? original = null;
        IReadOnlyDictionary<string, string>? contributor = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("start_line"u8)) startLine = json.ReadInt();
            else if (json.Is("end_line"u8)) endLine = json.ReadInt();
            else if (json.Is("content_hash"u8)) contentHash = json.ReadText();
            else if (json.Is("confidence"u8)) confidence = json.ReadText();
            else if (json.Is("change_type"u8)) changeType = json.ReadText();
            else if (json.Is("original"u8)) original = json.ReadRawOrNull();
            else if (json.Is("contributor"u8)) contributor = JsonInput.ReadTextMapOrNull(ref json);
            else json.Keep(ref unknown);
        }

        return new AttributionRange
        {
            StartLine = json.Require(startLine, "start_line"),
            EndLine = json.Require(endLine, "end_line"),
            ContentHash = contentHash,
            Confidence = confidence,
            ChangeType = changeType ?? "addition",
            Original = original,
            Contributor = contributor,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, AttributionRange value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("start_line"u8, value.StartLine);
        writer.WriteWhole("end_line"u8, value.EndLine);
        writer.WriteText("content_hash"u8, value.ContentHash);
        writer.WriteText("confidence"u8, value.Confidence);
        writer.WriteText("change_type"u8, value.ChangeType);
        writer.WriteRaw("original"u8, value.Original);
        writer.WriteTextMap("contributor"u8, value.Contributor);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
