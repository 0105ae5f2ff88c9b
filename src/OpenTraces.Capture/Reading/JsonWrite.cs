using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Writes members of metadata.</summary>
internal static class JsonWrite
{
    /// <summary>Writes a member with this text, whatever characters it holds; nothing when it is null.</summary>
    public static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
            return;
        writer.WritePropertyName(name);
        JsonText.WriteString(writer, text);
    }
}
