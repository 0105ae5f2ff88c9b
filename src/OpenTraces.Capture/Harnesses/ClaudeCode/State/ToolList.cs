using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

internal static class ToolList
{
    /// <summary>The tools a run announced: objects as they are, bare names as <c>{name}</c>.</summary>
    public static List<RawJson> Read(RawJson tools)
    {
        var list = new List<RawJson>();
        var reader = new Utf8JsonReader(tools.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        if (!JsonRead.IsArray(ref reader))
            return list;
        while (JsonRead.NextItem(ref reader))
        {
            var isName = reader.TokenType == JsonTokenType.String;
            var item = JsonRead.Raw(ref reader, tools.Utf8.Span);
            if (item.Kind == JsonValueKind.Object)
                list.Add(item);
            else if (isName)
                list.Add(Named(item));
        }

        return list;
    }

    private static RawJson Named(RawJson name) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("name"u8);
        name.WriteTo(writer);
        writer.WriteEndObject();
    });
}
