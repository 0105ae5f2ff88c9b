using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AgentJson
{
    public static Agent Read(ref JsonCursor json)
    {
        string? name = null, version = null, model = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("name"u8)) name = json.ReadText();
            else if (json.Is("version"u8)) version = json.ReadText();
            else if (json.Is("model"u8)) model = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new Agent
        {
            Name = json.Require(name, "name"),
            Version = version,
            Model = model,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Agent value)
    {
        writer.WriteStartObject();
        writer.WriteText("name"u8, value.Name);
        writer.WriteText("version"u8, value.Version);
        writer.WriteText("model"u8, value.Model);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
