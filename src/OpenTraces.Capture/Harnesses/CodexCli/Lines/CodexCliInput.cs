using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>
/// Makes an object of what a tool was called with: an object as it stands, a string that holds one, other JSON under
/// <c>value</c>, text under <c>patch</c> or <c>raw</c>.
/// </summary>
internal static class CodexCliInput
{
    public static RawJson ReadArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return JsonRead.Raw(ref reader, buffer);
            case JsonTokenType.String:
                return OfText(ref reader, isFreeform: false);
            case JsonTokenType.Null:
                return RawJson.EmptyObject;
            default:
                return Value(JsonRead.Raw(ref reader, buffer));
        }
    }

    public static RawJson ReadFreeform(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer) =>
        reader.TokenType == JsonTokenType.String
            ? OfText(ref reader, isFreeform: true)
            : ReadArguments(ref reader, buffer);

    private static RawJson OfText(ref Utf8JsonReader reader, bool isFreeform)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, reader.ValueSpan.Length));
        try
        {
            var utf8 = Unescape(ref reader, rented);
            var first = utf8.IndexOfAnyExcept(" \t\r\n"u8);
            if (first < 0)
                return isFreeform && utf8.Length > 0 ? Text(ref reader, utf8) : RawJson.EmptyObject;
            if (utf8[first] == (byte)'{' || !isFreeform)
            {
                try
                {
                    var value = RawJson.Parse(utf8);
                    return value.Kind == JsonValueKind.Object ? value : Value(value);
                }
                catch (JsonException)
                {
                    // Not JSON: kept as text.
                }
            }

            return Text(ref reader, utf8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader, byte[] rented)
    {
        try
        {
            return rented.AsSpan(0, reader.CopyString(rented));
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader));
        }
    }

    private static RawJson Text(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> unescaped)
    {
        var before = unescaped.StartsWith("*** Begin Patch"u8) ? "{\"patch\":\""u8 : "{\"raw\":\""u8;
        if (Utf8.IsValid(reader.ValueSpan))
            return RawJson.FromTrusted((byte[])[.. before, .. reader.ValueSpan, .. "\"}"u8]);
        var text = JsonText.ReadString(ref reader);
        var name = Encoding.UTF8.GetString(before[2..^3]);
        return RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(name, text);
            writer.WriteEndObject();
        });
    }

    private static RawJson Value(RawJson value) => NativeJson.Under("value"u8, value);
}
