using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OpenTraces.Schema;

/// <summary>
/// Reads and writes JSON strings that the platform's reader and writer refuse or change. Harnesses write what their
/// runtime holds: escaped lone surrogates and bytes that are not UTF-8 both occur, and neither may cost a session.
/// </summary>
public static class JsonText
{
    private const int ShortText = 256;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016"
        + "\u0017\u0018\u0019\u001A\e\u001C\u001D\u001E\u001F");

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
        var lone = HasLoneSurrogate(text);
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text) + 2 + (5 * CountEscapes(text, lone)));
        writer.WriteRawValue(buffer.AsSpan(0, Encode(text, buffer, lone)), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The text as a JSON string with its quotes, escaped like <see cref="WriteString"/>.</summary>
    internal static byte[] Quote(ReadOnlySpan<char> text)
    {
        var lone = HasLoneSurrogate(text);
        var buffer = new byte[Encoding.UTF8.GetByteCount(text) + 2 + (5 * CountEscapes(text, lone))];
        return buffer[..Encode(text, buffer, lone)];
    }

    /// <summary>The most bytes the text takes as a JSON string.</summary>
    internal static int MaxQuoted(ReadOnlySpan<char> text) => 2 + (6 * text.Length);

    /// <summary>Writes what <see cref="Quote(ReadOnlySpan{char})"/> gives, and returns its length.</summary>
    internal static int Quote(ReadOnlySpan<char> text, Span<byte> output) => Encode(text, output, HasLoneSurrogate(text));

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

    private static int CountEscapes(ReadOnlySpan<char> text, bool lone)
    {
        if (lone)
            return text.Length;
        var count = 0;
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            count++;
            text = text[(at + 1)..];
        }

        return count;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!IsPair(text, at))
                return true;
            text = text[(at + 2)..];
        }

        return false;
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private static int Encode(ReadOnlySpan<char> text, Span<byte> output, bool lone)
    {
        var length = 0;
        output[length++] = (byte)'"';
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny(Escaped);
            var plain = at < 0 ? text : text[..at];
            length += lone ? EncodeLone(plain, output[length..]) : Encoding.UTF8.GetBytes(plain, output[length..]);
            if (at < 0)
                break;
            length += Escape(text[at], output[length..]);
            text = text[(at + 1)..];
        }

        output[length++] = (byte)'"';
        return length;
    }

    private static int EncodeLone(ReadOnlySpan<char> text, Span<byte> output)
    {
        var length = 0;
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            var pair = IsPair(text, at);
            var plain = text[..(pair ? at + 2 : at)];
            length += Encoding.UTF8.GetBytes(plain, output[length..]);
            if (!pair)
                length += Escape(text[at], output[length..]);
            text = text[(plain.Length + (pair ? 0 : 1))..];
        }

        return length + Encoding.UTF8.GetBytes(text, output[length..]);
    }

    private static int Escape(char unit, Span<byte> output)
    {
        output[0] = (byte)'\\';
        var letter = unit switch
        {
            '"' or '\\' => (byte)unit,
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            _ => (byte)'u',
        };
        output[1] = letter;
        if (letter != (byte)'u')
            return 2;
        ((ushort)unit).TryFormat(output[2..], out var digits, "x4", CultureInfo.InvariantCulture);
        return 2 + digits;
    }

    /// <summary>One pass makes UTF-16 of everything, a second closes the gaps of the escapes where they stand.</summary>
    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var rented = escaped.Length > ShortText ? ArrayPool<char>.Shared.Rent(escaped.Length) : null;
        var units = rented ?? stackalloc char[ShortText];
        Utf8.ToUtf16(escaped, units, out _, out var length);
        var text = new string(units[..CloseEscapes(units[..length])]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>Replaces each escape by its unit and moves what follows up; the new length.</summary>
    private static int CloseEscapes(Span<char> text)
    {
        var from = text.IndexOf('\\');
        var to = from;
        while ((uint)from < (uint)text.Length)
        {
            var kind = text[from + 1];
            if (kind == 'u')
            {
                text[to++] = (char)((Digit(text[from + 2]) << 12) | (Digit(text[from + 3]) << 8) | (Digit(text[from + 4]) << 4) | Digit(text[from + 5]));
                from += 6;
            }
            else
            {
                text[to++] = Unescape(kind);
                from += 2;
            }

            var rest = text[from..];
            var plain = rest.IndexOf('\\');
            if (plain < 0)
                plain = rest.Length;
            rest[..plain].CopyTo(text[to..]);
            from += plain;
            to += plain;
        }

        return to < 0 ? text.Length : to;
    }

    // The reader has checked that these are hexadecimal digits.
    private static int Digit(char unit) => (unit & 0xF) + (9 * (unit >> 6));

    private static char Unescape(char kind) => kind switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        _ => kind,
    };
}
