using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace OpenTraces.Schema;

/// <summary>
/// UTF-16 out of the UTF-8 between the quotes of a JSON string that a reader has accepted, and back, each in one pass:
/// texts of tools have an escape every forty bytes or so, where looking, converting and moving one after the other costs most.
/// </summary>
internal static class EscapedUtf8
{
    private const byte Ascii = 0x80;
    private const byte Control = 0x20;
    private const int ShortText = 4096;

    // \u and four digits.
    private const int MostForOne = 6;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, Control).Select(static c => (char)c), '"', '\\']);

    /// <summary>
    /// Decodes; the number of units written. A lone surrogate escape stays one, bytes that are no UTF-8 become U+FFFD.
    /// </summary>
    /// <param name="escaped">The bytes between the quotes.</param>
    /// <param name="units">At least as long as <paramref name="escaped"/>.</param>
    public static int Decode(ReadOnlySpan<byte> escaped, Span<char> units)
    {
        Debug.Assert(units.Length >= escaped.Length, "an escape is never shorter than what it stands for");
        var from = 0;
        var to = 0;
        while (true)
        {
            var plain = CopyPlain(escaped[from..], units[to..]);
            from += plain;
            to += plain;
            if (from == escaped.Length)
                return to;
            if (escaped[from] == (byte)'\\')
            {
                from += DecodeEscape(escaped[from..], out units[to++]);
                continue;
            }

            var run = escaped[from..];
            var end = run.IndexOf((byte)'\\');
            Utf8.ToUtf16(end < 0 ? run : run[..end], units[to..], out var read, out var written);
            from += read;
            to += written;
        }
    }

    /// <summary>Copies up to the first byte that is an escape's or not ASCII; how many.</summary>
    private static int CopyPlain(ReadOnlySpan<byte> text, Span<char> units)
    {
        ref var source = ref MemoryMarshal.GetReference(text);
        ref var target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(units));
        var at = 0;
        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref source, (nuint)at);
            var (low, high) = Vector128.Widen(bytes);
            low.StoreUnsafe(ref target, (nuint)at);
            high.StoreUnsafe(ref target, (nuint)(at + Vector128<ushort>.Count));

            // The highest bit of a byte is set where it is not ASCII, and where the comparison holds.
            var stops = (Vector128.Equals(bytes, Vector128.Create((byte)'\\')) | bytes).ExtractMostSignificantBits();
            if (stops != 0)
                return at + BitOperations.TrailingZeroCount(stops);
        }

        for (; at < text.Length; at++)
        {
            var unit = text[at];
            if (unit == (byte)'\\' || unit >= Ascii)
                break;
            units[at] = (char)unit;
        }

        return at;
    }

    private static int DecodeEscape(ReadOnlySpan<byte> escape, out char unit)
    {
        var kind = escape[1];
        if (kind != (byte)'u')
        {
            unit = kind switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)kind,
            };
            return 2;
        }

        unit = (char)((Digit(escape[2]) << 12) | (Digit(escape[3]) << 8) | (Digit(escape[4]) << 4) | Digit(escape[5]));
        return 6;
    }

    // The reader has checked that these are hexadecimal digits.
    private static int Digit(byte unit) => (unit & 0xF) + (9 * (unit >> 6));

    /// <summary>An upper bound of what <see cref="Encode"/> writes: loose for short texts, close for long ones.</summary>
    public static int MaxLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= ShortText)
            return MostForOne * text.Length;
        var length = Encoding.UTF8.GetByteCount(text) + ((MostForOne - 1) * CountEscapes(text));
        // A lone surrogate counts three bytes, those of its replacement.
        return text.ContainsAnyInRange('\uD800', '\uDFFF') ? length + ((MostForOne - 3) * CountSurrogates(text)) : length;
    }

    /// <summary>
    /// Writes the text as it stands between the quotes of a JSON string; how many bytes. Only what JSON demands is escaped,
    /// and a lone surrogate, which UTF-8 cannot hold.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="output">At least <see cref="MaxLength"/> bytes.</param>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> output)
    {
        var from = 0;
        var to = 0;
        while (true)
        {
            var plain = NarrowPlain(text[from..], output[to..]);
            from += plain;
            to += plain;
            if (from == text.Length)
                return to;
            if (text[from] < Ascii)
            {
                to += EncodeEscape(text[from++], output[to..]);
                continue;
            }

            var run = text[from..];
            var end = run.IndexOfAny(Escaped);
            run = end < 0 ? run : run[..end];
            to += run.ContainsAnyInRange('\uD800', '\uDFFF') ? EncodeRunes(run, output[to..]) : Encoding.UTF8.GetBytes(run, output[to..]);
            from += run.Length;
        }
    }

    /// <summary>Text without anything but lone surrogates to escape.</summary>
    private static int EncodeRunes(ReadOnlySpan<char> text, Span<byte> output)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var units);
            length += status == OperationStatus.Done ? rune.EncodeToUtf8(output[length..]) : EncodeEscape(text[0], output[length..]);
            text = text[units..];
        }

        return length;
    }

    private static int CountEscapes(ReadOnlySpan<char> text)
    {
        ref var source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        var (count, at) = (0, 0);
        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
            count += BitOperations.PopCount(Specials(Narrow(ref source, at)).ExtractMostSignificantBits());
        foreach (var unit in text[at..])
            count += IsEscaped(unit) ? 1 : 0;
        return count;
    }

    private static int CountSurrogates(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var unit in text)
            count += char.IsSurrogate(unit) ? 1 : 0;
        return count;
    }

    /// <summary>Copies up to the first unit that is not ASCII or must be escaped; how many.</summary>
    private static int NarrowPlain(ReadOnlySpan<char> text, Span<byte> output)
    {
        ref var source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        ref var target = ref MemoryMarshal.GetReference(output);
        var at = 0;
        for (; at <= Math.Min(text.Length, output.Length) - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bytes = Narrow(ref source, at);
            bytes.StoreUnsafe(ref target, (nuint)at);
            var stops = (Specials(bytes) | bytes).ExtractMostSignificantBits();
            if (stops != 0)
                return at + BitOperations.TrailingZeroCount(stops);
        }

        for (; at < text.Length; at++)
        {
            var unit = text[at];
            if (unit >= Ascii || IsEscaped(unit))
                break;
            output[at] = (byte)unit;
        }

        return at;
    }

    /// <summary>Sixteen units as bytes; one that is no byte becomes 255.</summary>
    private static Vector128<byte> Narrow(ref ushort source, int at) => Vector128.NarrowWithSaturation(
        Vector128.LoadUnsafe(ref source, (nuint)at), Vector128.LoadUnsafe(ref source, (nuint)(at + Vector128<ushort>.Count)));

    /// <summary>All bits set where an ASCII byte must be escaped.</summary>
    private static Vector128<byte> Specials(Vector128<byte> bytes) => Vector128.LessThan(bytes, Vector128.Create(Control))
        | Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));

    private static bool IsEscaped(int unit) => unit is < Control or '"' or '\\';

    private static int EncodeEscape(char unit, Span<byte> output)
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
}
