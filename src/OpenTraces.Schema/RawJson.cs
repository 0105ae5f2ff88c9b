using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// One JSON value kept as the UTF-8 bytes it was read from: escapes, number spelling and member order survive a round
/// trip. The default value is the JSON literal <c>null</c>. Equality compares bytes, not meaning.
/// </summary>
public readonly struct RawJson : IEquatable<RawJson>
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _utf8;

    private RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The value <c>{}</c>.</summary>
    public static RawJson EmptyObject { get; } = new("{}"u8.ToArray());

    /// <summary>The bytes of the value, without white space around it.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? Null : _utf8;

    /// <summary>The kind of the value, told from its first byte.</summary>
    public JsonValueKind Kind => _utf8.IsEmpty
        ? JsonValueKind.Null
        : _utf8.Span[0] switch
        {
            (byte)'{' => JsonValueKind.Object,
            (byte)'[' => JsonValueKind.Array,
            (byte)'"' => JsonValueKind.String,
            (byte)'t' => JsonValueKind.True,
            (byte)'f' => JsonValueKind.False,
            (byte)'n' => JsonValueKind.Null,
            _ => JsonValueKind.Number,
        };

    /// <summary>Copies and validates one JSON value.</summary>
    /// <exception cref="JsonException">The bytes are not exactly one JSON value.</exception>
    public static RawJson Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        while (reader.Read())
        {
            // A second value: the reader throws before it gets here.
        }

        return new RawJson(utf8[start..end].ToArray());
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static RawJson Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Wraps bytes the caller knows to be exactly one JSON value and will not change. Nothing is checked or copied.</summary>
    public static RawJson FromTrusted(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Builds a value with a writer, for callers that assemble JSON member by member.</summary>
    public static RawJson Build(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TraceJson.WriterOptions))
            write(writer);
        return new RawJson(buffer.WrittenMemory.ToArray());
    }

    /// <summary>Finds a direct member of an object; the last of several with the same name. False for other kinds.</summary>
    public bool TryGetMember(ReadOnlySpan<byte> name, out RawJson value)
    {
        value = default;
        if (Kind != JsonValueKind.Object)
            return false;
        var found = false;
        var reader = new Utf8JsonReader(_utf8.Span, TraceJson.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var match = JsonText.NameIs(ref reader, name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!match)
                continue;
            value = new RawJson(_utf8[start..(int)reader.BytesConsumed]);
            found = true;
        }

        return found;
    }

    /// <summary>The text of a direct string member, or null when there is none of that name and kind.</summary>
    public string? GetString(ReadOnlySpan<byte> name) =>
        TryGetMember(name, out var value) && value.Kind == JsonValueKind.String ? value.AsString() : null;

    /// <summary>The text of a string value; null for other kinds. Lone surrogates survive as they are.</summary>
    public string? AsString()
    {
        if (Kind != JsonValueKind.String)
            return null;
        var reader = new Utf8JsonReader(_utf8.Span);
        reader.Read();
        return JsonText.ReadString(ref reader);
    }

    /// <summary>Writes the bytes as they are, without line breaks between tokens: a value stays on one line.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(OneLine().Span, skipInputValidation: true);
    }

    /// <summary>The bytes without line breaks. Inside a JSON string a line break is always escaped.</summary>
    internal ReadOnlyMemory<byte> OneLine()
    {
        var bytes = Utf8;
        if (bytes.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0)
            return bytes;
        var line = new List<byte>(bytes.Length);
        foreach (var value in bytes.Span)
        {
            if (value is not ((byte)'\n' or (byte)'\r'))
                line.Add(value);
        }

        return line.ToArray();
    }

    /// <summary>Parses the value into a document of its own.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Utf8, new JsonDocumentOptions { MaxDepth = TraceJson.ReaderOptions.MaxDepth });
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The value as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Compares bytes.</summary>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Compares bytes.</summary>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    internal static bool TryGetArray(RawJson value, out ArraySegment<byte> segment) =>
        MemoryMarshal.TryGetArray(value._utf8, out segment);
}
