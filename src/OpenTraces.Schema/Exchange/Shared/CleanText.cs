using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OpenTraces.Schema;

/// <summary>
/// Text that any reader takes. A record keeps half surrogate pairs and bytes that are not UTF-8, since harnesses write
/// both; most parsers of other languages refuse them, so in an exchange document U+FFFD stands for them.
/// </summary>
internal static class CleanText
{
    public static bool IsBroken(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!IsPair(text, at))
                return true;
            text = text[(at + 2)..];
        }

        return false;
    }

    public static string Of(string text)
    {
        if (!IsBroken(text))
            return text;
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (IsPair(text, at))
                clean.Append(text[at++]).Append(text[at]);
            else
                clean.Append(char.IsSurrogate(text[at]) ? '\uFFFD' : text[at]);
        }

        return clean.ToString();
    }

    /// <summary>The value with its own spelling where that is clean, else written anew.</summary>
    public static RawJson Of(RawJson value)
    {
        var bytes = value.Utf8.Span;
        if (Utf8.IsValid(bytes) && bytes.IndexOf("\\ud"u8) < 0 && bytes.IndexOf("\\uD"u8) < 0)
            return RawJson.FromTrusted(value.OneLine());
        return RawJson.Build(writer => Rewrite(writer, value));
    }

    private static void Rewrite(Utf8JsonWriter writer, RawJson value)
    {
        var reader = new Utf8JsonReader(value.Utf8.Span, TraceJson.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(Of(JsonText.ReadString(ref reader)));
                    break;
                case JsonTokenType.String:
                    JsonText.WriteString(writer, Of(JsonText.ReadString(ref reader)));
                    break;
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
}
