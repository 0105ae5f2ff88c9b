using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Reads JSON strings that the platform's reader refuses. Harnesses write what their runtime holds: escaped lone
/// surrogates and bytes that are not UTF-8 both occur, and neither may cost a session.
/// </summary>
public static class JsonText
{
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

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var slash = escaped.IndexOf((byte)'\\');
            if (slash < 0)
            {
                text.Append(Encoding.UTF8.GetString(escaped));
                break;
            }

            text.Append(Encoding.UTF8.GetString(escaped[..slash]));
            escaped = escaped[(slash + 1)..];
            text.Append(UnescapeOne(ref escaped));
        }

        return text.ToString();
    }

    private static char UnescapeOne(ref ReadOnlySpan<byte> rest)
    {
        var kind = rest[0];
        rest = rest[1..];
        if (kind != (byte)'u')
        {
            return kind switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)kind,
            };
        }

        var unit = (char)ushort.Parse(rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        rest = rest[4..];
        return unit;
    }
}
