using System.Text.Json;

namespace OpenTraces.Schema;

internal static class MalformedLineJson
{
    public static MalformedLine Read(ref JsonCursor json)
    {
        int? line = null;
        string? cause = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("line"u8)) line = json.ReadInt();
            else if (json.Is("cause"u8)) cause = json.ReadText();
            else json.Skip();
        }

        return new MalformedLine(json.Require(line, "line"), json.Require(cause, "cause"));
    }

    public static void Write(Utf8JsonWriter writer, MalformedLine value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("line"u8, value.Line);
        writer.WriteText("cause"u8, value.Cause);
        writer.WriteEndObject();
    }
}
