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
        var reader = JsonRead.Start(tools.Utf8.Span);
        if (!JsonRead.IsArray(ref reader))
            return list;
        while (JsonRead.NextItem(ref reader))
        {
            var isName = reader.TokenType == JsonTokenType.String;
            var item = JsonRead.Raw(ref reader, tools.Utf8.Span);
            if (item.Kind == JsonValueKind.Object)
                list.Add(item);
            else if (isName)
                list.Add(NativeJson.Under("name"u8, item));
        }

        return list;
    }
}
