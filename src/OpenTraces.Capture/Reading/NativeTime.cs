using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Capture.Reading;

/// <summary>Times as harnesses write them: text, seconds or milliseconds.</summary>
internal static class NativeTime
{
    /// <summary>Above this a number counts milliseconds: in seconds it would be the year 2286.</summary>
    private const double FirstMilliseconds = 1e10;

    /// <summary>The time as it is written, when it is a text; null for a number, which comes back in <paramref name="number"/>.</summary>
    public static string? Read(ref Utf8JsonReader reader, out double? number)
    {
        number = null;
        if (reader.TokenType == JsonTokenType.Number)
        {
            number = JsonRead.Number(ref reader);
            return null;
        }

        var isUsual = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && IsUsual(reader.ValueSpan);
        var text = JsonRead.Text(ref reader);
        return isUsual || TryParse(text, out _) ? text : null;
    }

    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Seconds or milliseconds as ISO 8601 in UTC; null when the number is no time.</summary>
    public static string? FromNumber(double? number)
    {
        if (number is not { } value)
            return null;
        var milliseconds = value > FirstMilliseconds ? value : value * 1000;
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return null;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The form most harnesses write, <c>2026-03-01T10:00:00.000Z</c>: no need to parse it.</summary>
    private static bool IsUsual(ReadOnlySpan<byte> text)
    {
        if (text.Length != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || text[19] != '.' || text[23] != 'Z' || text[20..23].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        return Number(text[..4]) is var year and >= 1 && Number(text[5..7]) is var month and >= 1 and <= 12
            && Number(text[8..10]) is var day and >= 1 && day <= DateTime.DaysInMonth(year, month)
            && Number(text[11..13]) is >= 0 and < 24 && Number(text[14..16]) is >= 0 and < 60 && Number(text[17..19]) is >= 0 and < 60;
    }

    /// <summary>-1 when not every byte is a digit.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return -1;
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
