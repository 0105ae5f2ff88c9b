using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>A point in the past: <c>60s</c>, <c>30m</c>, <c>12h</c>, <c>3d</c> before now, or an ISO date (UTC when it names no zone).</summary>
internal static class SinceText
{
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            switch (text[^1])
            {
                case 's': return now.AddSeconds(-count);
                case 'm': return now.AddMinutes(-count);
                case 'h': return now.AddHours(-count);
                case 'd': return now.AddDays(-count);
            }
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{text}' is no duration or date. Use --since 12h, 3d, 30m or 2026-01-31.");
    }
}
