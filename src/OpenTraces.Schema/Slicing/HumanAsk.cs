namespace OpenTraces.Schema;

/// <summary>Tells what a person asked from what a harness or a nod wrote in a person's place.</summary>
internal static class HumanAsk
{
    private static readonly string[] ControlTags = ["<skill", "<subagent_notification", "<task-notification", "<turn_aborted"];

    private static readonly string[] Nods = ["continue", "keep going"];

    public static bool Opens(StepView step)
    {
        if (step.Role != StepRole.User)
            return false;
        var text = step.Text.AsSpan().Trim();
        return !text.IsEmpty && !IsControl(text) && !IsNod(text) && !IsOnlyImages(text);
    }

    private static bool IsControl(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("<<", StringComparison.Ordinal)
            || text.StartsWith("[Request interrupted", StringComparison.Ordinal)
            || text.StartsWith("<system-reminder", StringComparison.Ordinal))
            return true;
        foreach (var tag in ControlTags)
        {
            if (text.StartsWith(tag, StringComparison.Ordinal) && (text.Length == tag.Length || !IsWord(text[tag.Length])))
                return true;
        }

        return false;
    }

    private static bool IsWord(char unit) => unit == '_' || char.IsLetterOrDigit(unit);

    private static bool IsNod(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && !IsWord(text[0]))
            text = text[1..];
        while (!text.IsEmpty && !IsWord(text[^1]))
            text = text[..^1];
        foreach (var nod in Nods)
        {
            if (text.Equals(nod, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsOnlyImages(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(']');
            if (end < 0 || !IsImage(text[..end]))
                return false;
            text = text[(end + 1)..].TrimStart();
        }

        return true;
    }

    private static bool IsImage(ReadOnlySpan<char> marker)
    {
        if (marker.StartsWith("[Image:", StringComparison.Ordinal))
            return true;
        return marker.StartsWith("[Image #", StringComparison.Ordinal) && marker.Length > 8
            && !marker[8..].ContainsAnyExceptInRange('0', '9');
    }
}
