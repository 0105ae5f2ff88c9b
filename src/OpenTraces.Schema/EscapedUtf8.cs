using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace OpenTraces.Schema;

/// <summary>
/// UTF-16 out of the UTF-8 between the quotes of a JSON string that a reader has accepted, in one pass: texts of tools
/// have an escape every forty bytes or so, where looking, converting and moving one after the other costs most.
/// </summary>
internal static class EscapedUtf8
{
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
            if (unit == (byte)'\\' || unit >= 0x80)
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
}
