using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AttributionFileJson
{
    public static AttributionFile Read(ref JsonCursor json)
    {
        string? path = null;
        IReadOnlyList<AttributionConversation> conversations = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("path"u8)) path = json.ReadText();
            else if (json.Is("conversations"u8)) conversations = JsonInput.ReadList(ref json, AttributionConversationJson.Read);
            else json.Keep(ref unknown);
        }

        return new AttributionFile
        {
            Path = json.Require(path, "path"),
            Conversations = conversations,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, AttributionFile value)
    {
        writer.WriteStartObject();
        writer.WriteText("path"u8, value.Path);
        writer.WriteList("conversations"u8, value.Conversations, AttributionConversationJson.Write);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
