using System.Text.Json;

namespace OpenTraces.Schema;

internal static class ToolCallJson
{
    public static ToolCall Read(ref JsonCursor json)
    {
        string? toolCallId = null, toolName = null;
        RawJson? input = null;
        int? durationMs = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("tool_call_id"u8)) toolCallId = json.ReadText();
            else if (json.Is("tool_name"u8)) toolName = json.ReadText();
            else if (json.Is("input"u8)) input = json.ReadRawOrNull();
            else if (json.Is("duration_ms"u8)) durationMs = json.ReadInt();
            else json.Keep(ref unknown);
        }

        return new ToolCall
        {
            ToolCallId = json.Require(toolCallId, "tool_call_id"),
            ToolName = json.Require(toolName, "tool_name"),
            Input = input ?? RawJson.EmptyObject,
            DurationMs = durationMs,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, ToolCall value)
    {
        writer.WriteStartObject();
        writer.WriteText("tool_call_id"u8, value.ToolCallId);
        writer.WriteText("tool_name"u8, value.ToolName);
        writer.WriteRaw("input"u8, value.Input);
        writer.WriteWhole("duration_ms"u8, value.DurationMs);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
