using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Looks into JSON of somebody else: nothing is decoded before it is asked for, and lone surrogates don't throw.</summary>
internal static class Foreign
{
    /// <summary>Copies and validates a document.</summary>
    public static RawJson Document(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return RawJson.Parse(TraceJson.WithoutByteOrderMark(utf8));
        }
        catch (JsonException error)
        {
            // The platform's message quotes the text, so neither it nor the exception goes on.
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace,
                $"Not JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine}.");
        }
    }

    /// <summary>JSON inside a string, as several formats have it. Null when it is not JSON.</summary>
    public static RawJson? Embedded(string? json)
    {
        if (json is null)
            return null;
        try
        {
            return RawJson.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static OpenTracesException Invalid(string expected) =>
        new(OpenTracesErrorCode.InvalidTrace, $"The document {expected}.");

    /// <summary>The items of an array; none for every other kind.</summary>
    public static List<RawJson> Items(RawJson value)
    {
        var items = new List<RawJson>();
        if (value.Kind != JsonValueKind.Array)
            return items;
        var reader = new Utf8JsonReader(value.Utf8.Span, TraceJson.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Slice(value, ref reader));
        return items;
    }

    /// <summary>The members of an object; none for every other kind.</summary>
    public static ForeignObject Object(RawJson value)
    {
        var members = new List<ForeignMember>();
        if (value.Kind != JsonValueKind.Object)
            return new ForeignObject(members);
        var reader = new Utf8JsonReader(value.Utf8.Span, TraceJson.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.ReadString(ref reader);
            reader.Read();
            members.Add(new ForeignMember(name, Slice(value, ref reader)));
        }

        return new ForeignObject(members);
    }

    /// <summary>Null, an empty list or an empty object.</summary>
    public static bool IsEmpty(RawJson value) => value.Kind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Object or JsonValueKind.Array => value.Utf8.Span[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0,
        _ => false,
    };

    /// <summary>A value that says no more than its absence: empty, zero or false.</summary>
    public static bool IsDefault(RawJson value) => value.Kind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Number => Number(value) == 0,
        _ => IsEmpty(value),
    };

    /// <summary>Whether two values mean the same: spelling, order of members, and empty against absent don't count.</summary>
    public static bool Same(RawJson left, RawJson right)
    {
        if (left == right)
            return true;
        if (IsEmpty(left) || IsEmpty(right))
            return IsEmpty(left) && IsEmpty(right);
        if (left.Kind != right.Kind)
            return false;
        return left.Kind switch
        {
            JsonValueKind.String => left.AsString() == right.AsString(),
            JsonValueKind.Number => Number(left) is { } number && double.IsFinite(number) && number == Number(right),
            JsonValueKind.Array => SameItems(Items(left), Items(right)),
            JsonValueKind.Object => SameMembers(Object(left), Object(right)),
            _ => false,
        };
    }

    private static bool SameItems(List<RawJson> left, List<RawJson> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool SameMembers(ForeignObject left, ForeignObject right) =>
        left.Members.All(m => Same(m.Value, right[m.Name]))
        && right.Members.All(m => left.Has(m.Name) || IsEmpty(m.Value));

    private static double? Number(RawJson value) =>
        double.TryParse(value.Utf8.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static RawJson Slice(RawJson value, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return RawJson.FromTrusted(value.Utf8[start..(int)reader.BytesConsumed]);
    }
}
