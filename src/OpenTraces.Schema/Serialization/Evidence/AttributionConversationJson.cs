using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AttributionConversationJson
{
    public static AttributionConversation Read(ref JsonCursor json)
    {
        IReadOnlyDictionary<string, string>? contributor = null;
        string? url = null;
        RawJson? ids = null, related = null;
        IReadOnlyList<AttributionRange> ranges = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("contributor"u8)) contributor = JsonInput.ReadTextMap(ref json);
            else if (json.Is("url"u8)) url = json.ReadText();
            else if (json.Is("ids"u8)) ids = json.ReadRawOrNull();
            else if (json.Is("related"u8)) related = json.ReadRawOrNull();
            else if (json.Is("ranges"u8)) ranges = JsonInput.ReadList(ref json, AttributionRangeJson.Read);
            else json.Keep(ref unknown);
        }

        return new AttributionConversation
        {
            Contributor = contributor ?? new Dictionary<string, string>(),
            Url = url,
            Ids = ids,
            Related = related,
            Ranges = ranges,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, AttributionConversation value)
    {
        writer.WriteStartObject();
        writer.WriteTextMap("contributor"u8, value.Contributor);
        writer.WriteText("url"u8, value.Url);
        writer.WriteRaw("ids"u8, value.Ids);
        writer.WriteRaw("related"u8, value.Related);
        writer.WriteList("ranges"u8, value.Ranges, AttributionRangeJson.Write);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
