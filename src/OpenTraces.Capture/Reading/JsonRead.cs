using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// Reads members one after the other. Every reading method expects the reader on the first token of a value and leaves
/// it on the last token of that value, whatever the value is; a value of another kind is skipped and is null.
/// </summary>
internal static class JsonRead
{
    /// <summary>A reader on the first token of a value that was read once before, so that it is known to be whole.</summary>
    public static Utf8JsonReader Start(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        return reader;
    }

    /// <summary>Moves from an object's start, or the last token of a member's value, to the next name; false at the object's end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Moves from an array's start, or the last token of an item, to the next item; false at the array's end.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Moves from a name over its value.</summary>
    public static void SkipValue(ref Utf8JsonReader reader) => reader.Skip();

    /// <summary>Whether the reader stands on this name; when it does, moves on to the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        // Readers ask for many names in a row: most differ in length, which the bytes tell at once.
        if (reader.ValueIsEscaped ? !IsEscapedName(ref reader, name) : !reader.ValueSpan.SequenceEqual(name))
            return false;
        reader.Read();
        return true;
    }

    /// <summary>The platform's own comparison throws on half a surrogate pair.</summary>
    private static bool IsEscapedName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        // An escape takes six bytes at most for one of the text.
        const int MaxEscape = 6;
        return reader.ValueSpan.Length <= name.Length * MaxEscape
            && name.SequenceEqual(Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader)));
    }

    /// <summary>True on the start of an object; else skips the value.</summary>
    public static bool IsObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        reader.Skip();
        return false;
    }

    /// <summary>True on the start of an array; else skips the value.</summary>
    public static bool IsArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return true;
        reader.Skip();
        return false;
    }

    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return JsonText.ReadString(ref reader);
        reader.Skip();
        return null;
    }

    /// <summary>A string that comes again and again: a model, a type, the name of a tool.</summary>
    public static string? Name(ref Utf8JsonReader reader, NamePool names)
    {
        if (reader.TokenType == JsonTokenType.String)
            return names.Get(ref reader);
        reader.Skip();
        return null;
    }

    /// <summary>A whole number; one with a fraction or an exponent is cut, one outside the range of long is null.</summary>
    public static long? Integer(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }

        if (reader.TryGetInt64(out var value))
            return value;
        return reader.TryGetDouble(out var real) && Math.Abs(real) < long.MaxValue ? (long)real : null;
    }

    /// <summary>A number of tokens: never negative, 0 when the value is none.</summary>
    public static long Count(ref Utf8JsonReader reader) => Math.Max(0, Integer(ref reader) ?? 0);

    public static double? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value))
            return value;
        reader.Skip();
        return null;
    }

    public static bool? Flag(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A copy of the value's bytes.</summary>
    public static RawJson Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer) =>
        RawJson.FromTrusted(Slice(ref reader, buffer).ToArray());

    /// <summary>The value's bytes, valid as long as the buffer.</summary>
    public static ReadOnlySpan<byte> Slice(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return buffer[start..(int)reader.BytesConsumed];
    }
}
