namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Tells what the harness put into the conversation on its own from what a person typed.</summary>
internal static class CodexCliInjected
{
    private const string AgentsFile = "# AGENTS.md instructions for";

    private static readonly string[] Tags =
    [
        "environment_context", "user_instructions", "subagent_notification", "turn_aborted", "user_action", "skill",
        "recommended_plugins", "user_shell_command", "permissions instructions", "collaboration_mode", "apps_instructions",
        "skills_instructions", "INSTRUCTIONS",
    ];

    /// <summary>A short name of what was put in; null when the text is a person's.</summary>
    public static string? KindOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith(AgentsFile, StringComparison.Ordinal))
            return "agents_md";
        if (!start.StartsWith('<'))
            return null;
        foreach (var tag in Tags)
        {
            if (start[1..].StartsWith(tag, StringComparison.Ordinal) && start.Length > tag.Length + 1 && start[tag.Length + 1] == '>')
                return tag.Replace(' ', '_');
        }

        return null;
    }

    /// <summary>
    /// The same for a part of a message; a version that says what each part is is believed. Only parts counted one for one
    /// are: an empty part has no text here.
    /// </summary>
    public static string? KindOf(string part, IReadOnlyList<string> kinds, int parts, int index)
    {
        if (kinds.Count != parts || kinds[index] is "" or "unknown")
            return KindOf(part);
        if (kinds[index].StartsWith("user.", StringComparison.Ordinal))
            return null;
        return KindOf(part) ?? kinds[index][(kinds[index].LastIndexOf('.') + 1)..];
    }

    /// <summary>Whether a part only frames the image beside it.</summary>
    public static bool IsImageFrame(IReadOnlyList<string> parts, int index)
    {
        var part = parts[index];
        if (part == "</image>")
            return index > 0 && parts[index - 1].StartsWith("[image", StringComparison.Ordinal);
        return part.StartsWith("<image", StringComparison.Ordinal) && part.EndsWith('>')
            && index + 1 < parts.Count && parts[index + 1].StartsWith("[image", StringComparison.Ordinal);
    }

    /// <summary>The text of the first <c>&lt;name&gt;</c> element; null when there is none.</summary>
    public static string? Element(string text, string name)
    {
        var start = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += name.Length + 2;
        var end = text.IndexOf($"</{name}>", start, StringComparison.Ordinal);
        return end > start ? text[start..end].Trim() : null;
    }
}
