using System.Globalization;
using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>Times as Pi and its extensions write them: text, seconds or milliseconds.</summary>
internal static class PiTime
{
    /// <summary>Above this a number counts milliseconds: in seconds it would be the year 2286.</summary>
    private const double FirstMilliseconds = 1e10;

    /// <summary>The time as ISO 8601: text as it is written, numbers in UTC; null when the value is no time.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return FromNumber(JsonRead.Number(ref reader));
        var text = JsonRead.Text(ref reader);
        return TryParse(text, out _) ? text : null;
    }

    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static string? FromNumber(double? number)
    {
        if (number is not { } value)
            return null;
        var milliseconds = value > FirstMilliseconds ? value : value * 1000;
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return null;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
