using System.Text.Json;

namespace OpenTraces.Schema;

internal static class SnippetJson
{
    public static Snippet Read(ref JsonCursor json)
    {
        string? filePath = null, language = null, text = null;
        int? startLine = null, endLine = null, sourceStep = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("file_path"u8)) filePath = json.ReadText();
            else if (json.Is("start_line"u8)) startLine = json.ReadInt();
            else if (json.Is("end_line"u8)) endLine = json.ReadInt();
            else if (json.Is("language"u8)) language = json.ReadText();
            else if (json.Is("text"u8)) text = json.ReadText();
            else if (json.Is("source_step"u8)) sourceStep = json.ReadInt();
            else json.Keep(ref unknown);
        }

        return new Snippet
        {
            FilePath = json.Require(filePath, "file_path"),
            StartLine = startLine,
            EndLine = endLine,
            Language = language,
            Text = text,
            SourceStep = sourceStep,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Snippet value)
    {
        writer.WriteStartObject();
        writer.WriteText("file_path"u8, value.FilePath);
        writer.WriteWhole("start_line"u8, value.StartLine);
        writer.WriteWhole("end_line"u8, value.EndLine);
        writer.WriteText("language"u8, value.Language);
        writer.WriteText("text"u8, value.Text);
        writer.WriteWhole("source_step"u8, value.SourceStep);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
