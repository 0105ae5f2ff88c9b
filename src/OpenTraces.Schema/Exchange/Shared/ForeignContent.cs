using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Content that is a text or a list of parts.</summary>
internal static class ForeignContent
{
    /// <summary>The text, or the texts of the parts joined by line feeds; null when there is none.</summary>
    public static string? Text(RawJson content)
    {
        if (content.Kind == JsonValueKind.String)
            return content.AsString();
        if (content.Kind != JsonValueKind.Array)
            return null;
        var texts = new List<string>();
        foreach (var item in Foreign.Items(content))
        {
            if (item.AsString() is { } plain)
                texts.Add(plain);
            else if (Foreign.Object(item) is var part && part.Text("type") is "text" or "input_text" or "output_text" && part.Text("text") is { } text)
                texts.Add(text);
        }

        return texts.Count == 0 ? null : string.Join('\n', texts);
    }
}
