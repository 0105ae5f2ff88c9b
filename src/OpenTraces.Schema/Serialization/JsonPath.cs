using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Says where in a document a byte stands, by reading it again: only errors pay for paths.</summary>
internal static class JsonPath
{
    private const int LongestName = 40;

    /// <summary>The path of the value that starts, or the object or array that ends, at this byte.</summary>
    public static string At(ReadOnlySpan<byte> utf8, long position)
    {
        var reader = new Utf8JsonReader(utf8, TraceJson.ReaderOptions);
        var path = new List<string>();
        var open = new Stack<int>();
        while (reader.Read() && reader.TokenStartIndex <= position)
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                path.RemoveAt(path.Count - 1);
                if (reader.TokenStartIndex == position)
                    break;
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path[^1] = "." + NameOf(ref reader);
                continue;
            }

            CountItem(open, path);
            if (reader.TokenStartIndex == position)
                break;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
                path.Add("");
            }
        }

        return path.Aggregate(new StringBuilder("$"), (text, part) => text.Append(part)).ToString();
    }

    private static void CountItem(Stack<int> open, List<string> path)
    {
        if (open.Count == 0 || open.Peek() < 0)
            return;
        var index = open.Pop();
        path[^1] = string.Create(CultureInfo.InvariantCulture, $"[{index}]");
        open.Push(index + 1);
    }

    // A name that is no identifier may be somebody's text, and messages hold none.
    private static string NameOf(ref Utf8JsonReader reader)
    {
        var name = JsonText.ReadString(ref reader);
        return name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : "*";
    }
}
