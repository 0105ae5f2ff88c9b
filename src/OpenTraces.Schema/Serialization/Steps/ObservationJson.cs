using System.Text.Json;

namespace OpenTraces.Schema;

internal static class ObservationJson
{
    public static Observation Read(ref JsonCursor json)
    {
        string? sourceCallId = null, content = null, outputSummary = null, error = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("source_call_id"u8)) sourceCallId = json.ReadText();
            else if (json.Is("content"u8)) content = json.ReadText();
            else if (json.Is("output_summary"u8)) outputSummary = json.ReadText();
            else if (json.Is("error"u8)) error = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new Observation
        {
            SourceCallId = json.Require(sourceCallId, "source_call_id"),
            Content = content,
            OutputSummary = outputSummary,
            Error = error,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Observation value)
    {
        writer.WriteStartObject();
        writer.WriteText("source_call_id"u8, value.SourceCallId);
        writer.WriteText("content"u8, value.Content);
        writer.WriteText("output_summary"u8, value.OutputSummary);
        writer.WriteText("error"u8, value.Error);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
