using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>
/// Nanoseconds since 1970 for every step. A step without a time takes that of the step before it; before the first time, the
/// first one; without any, 0, which OTLP reads as unknown.
/// </summary>
internal sealed class OtelTimes
{
    private readonly long[] _times;

    public OtelTimes(IReadOnlyList<Step> steps, string? start)
    {
        _times = new long[steps.Count];
        long? last = null;
        var first = steps.Select(static s => Of(s.Timestamp)).FirstOrDefault(static t => t is not null) ?? Of(start) ?? 0;
        for (var i = 0; i < steps.Count; i++)
            _times[i] = (last = Of(steps[i].Timestamp) ?? last) ?? first;
        Start = _times.Length == 0 ? first : _times.Min();
        End = _times.Length == 0 ? first : _times.Max();
    }

    public long Start { get; }

    public long End { get; }

    public long this[int position] => _times[position];

    /// <summary>Null when the text is no time, or one OTLP cannot hold.</summary>
    public static long? Of(string? text)
    {
        if (text is not [_, _, _, _, '-', ..] || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }

        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return ticks is >= 0 and <= long.MaxValue / 100 ? ticks * 100 : null;
    }

    /// <summary>The time as text; null for 0 and for what is no number.</summary>
    public static string? ToText(string? nanoseconds) =>
        ulong.TryParse(nanoseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= long.MaxValue
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(number / 100)).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
            : null;
}
