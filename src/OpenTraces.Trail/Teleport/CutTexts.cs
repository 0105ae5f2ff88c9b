using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// Long texts, of which a store gives the beginning and a line that says so. The cut may halve a secret, and half of one is found by nobody: so
/// the last word before the cut goes too.
/// </summary>
internal static class CutTexts
{
    private const string Marker = "[cut here: ";

    /// <summary>The record without those words, and whether it has such texts.</summary>
    public static TraceRecord Trim(TraceRecord record, out bool any)
    {
        var found = false;
        var steps = record.Steps.Select(step => step with
        {
            Content = Trim(step.Content, ref found),
            ReasoningContent = Trim(step.ReasoningContent, ref found),
            Observations = [.. step.Observations.Select(o => o with { Content = Trim(o.Content, ref found) })],
        }).ToArray();
        any = found;
        return found ? record with { Steps = steps } : record;
    }

    private static string? Trim(string? text, ref bool found)
    {
        if (text is null || text.Length == 0 || text[^1] != ']')
            return text;
        var line = text.LastIndexOf('\n');
        if (line < 0 || !text.AsSpan(line + 1).StartsWith(Marker, StringComparison.Ordinal))
            return text;
        found = true;
        var word = line;
        while (word > 0 && !char.IsWhiteSpace(text[word - 1]))
            word--;
        return string.Concat(text.AsSpan(0, word), text.AsSpan(line));
    }
}
