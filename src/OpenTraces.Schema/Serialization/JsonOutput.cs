using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes members the way records need them: nothing is left out, texts keep lone surrogates.</summary>
internal static class JsonOutput
{
    public static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            JsonText.WriteString(writer, value);
    }

    public static void WriteWhole(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } whole)
            writer.WriteNumber(name, whole);
        else
            writer.WriteNull(name);
    }

    public static void WriteFlag(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
            writer.WriteBoolean(name, flag);
        else
            writer.WriteNull(name);
    }

    /// <summary>Shortest text that reads back the same, always with a point or an exponent: the type survives.</summary>
    public static void WriteReal(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        writer.WritePropertyName(name);
        if (value is not { } real || !double.IsFinite(real))
        {
            writer.WriteNullValue();
            return;
        }

        var text = real.ToString("R", CultureInfo.InvariantCulture);
        if (text.AsSpan().IndexOfAny('.', 'E') < 0)
            text += ".0";
        writer.WriteRawValue(text.Replace('E', 'e'), skipInputValidation: true);
    }

    public static void WriteRaw(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson? value)
    {
        writer.WritePropertyName(name);
        if (value is { } raw)
            raw.WriteTo(writer);
        else
            writer.WriteNullValue();
    }

    public static void WriteObjectOrNull<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value, JsonWrite<T> write)
        where T : class
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            write(writer, value);
    }

    public static void WriteList<T>(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T>? items, JsonWrite<T> write)
    {
        writer.WritePropertyName(name);
        if (items is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        for (var i = 0; i < items.Count; i++)
            write(writer, items[i]);
        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string>? items) =>
        writer.WriteList(name, items, static (output, text) => JsonText.WriteString(output, text));

    public static void WriteTextMap(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? map)
    {
        writer.WritePropertyName(name);
        if (map is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        foreach (var (key, value) in map)
            WriteMember(writer, JsonText.Quote(key), JsonText.Quote(value));
        writer.WriteEndObject();
    }

    public static void WriteMap<T>(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, T> map, JsonWrite<T> write)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            var item = new ArrayBufferWriter<byte>(256);
            using (var itemWriter = new Utf8JsonWriter(item, TraceJson.WriterOptions))
                write(itemWriter, value);
            WriteMember(writer, JsonText.Quote(key), item.WrittenSpan);
        }

        writer.WriteEndObject();
    }

    public static void WriteCounts(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, int> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            WriteMember(writer, JsonText.Quote(key), Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
        writer.WriteEndObject();
    }

    public static void WriteUnknown(this Utf8JsonWriter writer, IReadOnlyList<UnknownMember> members)
    {
        for (var i = 0; i < members.Count; i++)
            WriteMember(writer, members[i].Name.Utf8.Span, members[i].Value.OneLine().Span);
    }

    // The platform's writer encodes every name anew; as one raw value the name keeps its bytes.
    private static void WriteMember(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var length = name.Length + 1 + value.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        name.CopyTo(buffer);
        buffer[name.Length] = (byte)':';
        value.CopyTo(buffer.AsSpan(name.Length + 1));
        writer.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
