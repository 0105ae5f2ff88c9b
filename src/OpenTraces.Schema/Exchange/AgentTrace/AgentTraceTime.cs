using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>Times as RFC 3339 spells them.</summary>
internal static class AgentTraceTime
{
    /// <summary>The text itself when it is RFC 3339 in UTC, else the same instant spelled so; null when it is no time.</summary>
    public static string? Of(string? text)
    {
        if (text is not [_, _, _, _, '-', _, _, '-', ..] || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }

        return text.Length > 10 && text[10] == 'T' && text.EndsWith('Z') ? text
            : time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }
}
