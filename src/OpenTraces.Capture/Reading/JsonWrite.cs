using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Writes members of metadata. A session's texts are written as they are, whatever characters they hold.</summary>
internal static class JsonWrite
{
    /// <summary>Writes a member with this text; nothing when it is null.</summary>
    public static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
            return;
        writer.WritePropertyName(name);
        JsonText.WriteString(writer, text);
    }

    /// <summary>Writes an array; nothing when it is empty.</summary>
    public static void Texts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts)
            JsonText.WriteString(writer, text);
        writer.WriteEndArray();
    }
}
