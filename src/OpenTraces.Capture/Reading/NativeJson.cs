using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>Keeps parts of an entry as they were written.</summary>
internal static class NativeJson
{
    /// <summary>Leaves room for the levels a record puts around the value, under <see cref="TraceJson.MaxDepth"/>.</summary>
    private const int MaxDepth = TraceJson.MaxDepth - 32;

    /// <summary>
    /// A copy of one JSON value. Bytes that are not UTF-8, which the reader lets pass inside strings, become U+FFFD; a value
    /// that nests too deep for a record is kept as its text.
    /// </summary>
    public static RawJson Copy(ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value) || IsTooDeep(value))
        {
            var text = Encoding.UTF8.GetString(value);
            return IsTooDeep(value)
                ? RawJson.Build(writer => writer.WriteStringValue(text))
                : RawJson.FromTrusted(Encoding.UTF8.GetBytes(text));
        }

        return RawJson.FromTrusted(value.ToArray());
    }

    /// <summary>The arguments of a call: an object as it is, anything else under <c>raw</c>, null as an empty object.</summary>
    public static RawJson Arguments(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("null"u8))
            return RawJson.EmptyObject;
        var copy = Copy(value);
        return copy.Kind == JsonValueKind.Object ? copy : Under("raw"u8, copy);
    }

    /// <summary>An object with this value as its one member.</summary>
    /// <param name="name">One that needs no escape.</param>
    /// <param name="value">The value.</param>
    public static RawJson Under(ReadOnlySpan<byte> name, RawJson value) =>
        RawJson.FromTrusted((byte[])[.. "{\""u8, .. name, .. "\":"u8, .. value.Utf8.Span, .. "}"u8]);

    /// <summary>The items of an array.</summary>
    public static IReadOnlyList<RawJson> Items(RawJson array)
    {
        var items = new List<RawJson>();
        var bytes = array.Utf8;
        var reader = JsonRead.Start(bytes.Span);
        while (JsonRead.NextItem(ref reader))
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(RawJson.FromTrusted(bytes[start..(int)reader.BytesConsumed]));
        }

        return items;
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> value)
    {
        if (value.Count((byte)'[') + value.Count((byte)'{') <= MaxDepth)
            return false;
        var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.CurrentDepth >= MaxDepth)
                return true;
        }

        return false;
    }
}
