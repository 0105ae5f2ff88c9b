using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>A point in the past: a duration before now, or an ISO date (UTC when it names no zone).</summary>
internal static class SinceText
{
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (DurationText.TryParse(text, out var duration))
            return DurationText.Before(now, duration);
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{text}' is no duration or date. Use --since {DurationText.Accepted}, or a date such as 2026-01-31.");
    }
}
