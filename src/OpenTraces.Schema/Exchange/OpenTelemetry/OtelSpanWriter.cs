using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes spans the way OTLP spells them in JSON: ids in hexadecimal, 64-bit numbers as text, enums as numbers.</summary>
internal sealed class OtelSpanWriter(Utf8JsonWriter writer, string traceId)
{
    public const int Internal = 1;
    public const int Client = 3;
    private const int Error = 2;

    public void Open(string id, string? parent, string name, int kind, long start, long end)
    {
        writer.WriteStartObject();
        writer.WriteString("traceId"u8, traceId);
        writer.WriteString("spanId"u8, id);
        if (parent is not null)
            writer.WriteString("parentSpanId"u8, parent);
        writer.PutText("name"u8, name);
        writer.WriteNumber("kind"u8, kind);
        writer.WriteString("startTimeUnixNano"u8, Text(start));
        writer.WriteString("endTimeUnixNano"u8, Text(Math.Max(start, end)));
        writer.WriteStartArray("attributes"u8);
    }

    public void Close(bool error)
    {
        writer.WriteEndArray();
        if (error)
        {
            writer.WriteStartObject("status"u8);
            writer.WriteNumber("code"u8, Error);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>A text; nothing when it is null.</summary>
    public void Put(string name, string? text)
    {
        if (text is null)
            return;
        writer.WriteStartObject();
        writer.WriteString("key"u8, name);
        writer.WriteStartObject("value"u8);
        writer.PutText("stringValue"u8, text);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public void Put(string name, long number)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, name);
        writer.WriteStartObject("value"u8);
        writer.WriteString("intValue"u8, Text(number));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>JSON as text, which spans may hold it as; nothing when it is null.</summary>
    public void Put(string name, RawJson? json)
    {
        if (json is { } value)
            Put(name, Encoding.UTF8.GetString(CleanText.Of(value).Utf8.Span));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
