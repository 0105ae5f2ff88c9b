using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Reads and writes JSON strings that the platform's reader and writer refuse or change. Harnesses write what their
/// runtime holds: escaped lone surrogates and bytes that are not UTF-8 both occur, and neither may cost a session.
/// </summary>
public static class JsonText
{
    private const int ShortText = 256;

    /// <summary>
    /// The text of the string or property name the reader stands on. A lone surrogate escape stays a lone surrogate;
    /// bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    public static string ReadString(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.HasValueSequence
                ? Encoding.UTF8.GetString(reader.ValueSequence)
                : Encoding.UTF8.GetString(reader.ValueSpan);
        }

        // The platform's method throws on a lone surrogate and on bytes that are not UTF-8, and takes three passes.
        return Unescape(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
    }

    /// <summary>Whether the property name the reader stands on is this; the platform's own method throws on a lone surrogate.</summary>
    internal static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped
        ? name.SequenceEqual(Encoding.UTF8.GetBytes(ReadString(ref reader)))
        : name.SequenceEqual(reader.ValueSpan);

    /// <summary>
    /// Writes a string value. Only what JSON demands is escaped; a lone surrogate is written as its escape, so
    /// <see cref="ReadString"/> gives the same text back. The platform's own method would replace it.
    /// </summary>
    public static void WriteString(Utf8JsonWriter writer, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxQuotedLength(text));
        writer.WriteRawValue(buffer.AsSpan(0, Quote(text, buffer)), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The text as a JSON string with its quotes, escaped like <see cref="WriteString"/>.</summary>
    internal static byte[] Quote(ReadOnlySpan<char> text)
    {
        var buffer = new byte[MaxQuotedLength(text)];
        var length = Quote(text, buffer);
        return length == buffer.Length ? buffer : buffer[..length];
    }

    /// <summary>The most bytes that <see cref="Quote(ReadOnlySpan{char}, Span{byte})"/> writes.</summary>
    internal static int MaxQuotedLength(ReadOnlySpan<char> text) => 2 + EscapedUtf8.MaxLength(text);

    /// <summary>Writes the text as a JSON string with its quotes, escaped like <see cref="WriteString"/>; how many bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="output">At least <see cref="MaxQuotedLength"/> bytes.</param>
    internal static int Quote(ReadOnlySpan<char> text, Span<byte> output)
    {
        output[0] = (byte)'"';
        var length = 1 + EscapedUtf8.Encode(text, output[1..]);
        output[length] = (byte)'"';
        return length + 1;
    }

    /// <summary>Bytes in the order of the text's code points; a lone surrogate stands where its number puts it.</summary>
    internal static byte[] ToOrderedBytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[3 * text.Length];
        var length = 0;
        for (var at = 0; at < text.Length;)
        {
            var pair = IsPair(text, at);
            if (pair || !char.IsSurrogate(text[at]))
            {
                var units = text.Slice(at, pair ? 2 : 1);
                length += Encoding.UTF8.GetBytes(units, bytes.AsSpan(length));
                at += units.Length;
                continue;
            }

            bytes[length++] = (byte)(0xE0 | (text[at] >> 12));
            bytes[length++] = (byte)(0x80 | ((text[at] >> 6) & 0x3F));
            bytes[length++] = (byte)(0x80 | (text[at] & 0x3F));
            at++;
        }

        return bytes[..length];
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var rented = escaped.Length > ShortText ? ArrayPool<char>.Shared.Rent(escaped.Length) : null;
        var units = rented ?? stackalloc char[ShortText];
        var text = new string(units[..EscapedUtf8.Decode(escaped, units)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return text;
    }
}
