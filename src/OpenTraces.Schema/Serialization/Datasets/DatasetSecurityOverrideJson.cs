using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetSecurityOverrideJson
{
    public static DatasetSecurityOverride Read(ref JsonCursor json)
    {
        SecurityToolName? tool = null;
        string? reason = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("tool"u8)) tool = DatasetNames.SecurityTool.Read(ref json);
            else if (json.Is("reason"u8)) reason = json.ReadText();
            else json.KeepOrRefuse(ref unknown);
        }

        return new DatasetSecurityOverride
        {
            Tool = json.Require(tool, "tool"),
            Reason = reason,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, DatasetSecurityOverride value)
    {
        writer.WriteStartObject();
        DatasetNames.SecurityTool.Write(writer, "tool"u8, value.Tool);
        writer.WriteText("reason"u8, value.Reason);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
