using System.Globalization;

namespace OpenTraces.Cli.Commands;

/// <summary>A length of time as people type it: <c>60s</c>, <c>30m</c>, <c>1h</c>, <c>1d</c>, <c>2w</c>.</summary>
internal static class DurationText
{
    public const string Accepted = "60s, 30m, 1h, 1d or 2w";

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        duration = seconds * count > (long)TimeSpan.MaxValue.TotalSeconds - 1 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds * count);
        return seconds > 0;
    }

    /// <summary>A time so long before another; no earlier than the calendar begins.</summary>
    public static DateTimeOffset Before(DateTimeOffset now, TimeSpan duration) =>
        duration.Ticks >= now.UtcTicks ? DateTimeOffset.MinValue : now - duration;
}
