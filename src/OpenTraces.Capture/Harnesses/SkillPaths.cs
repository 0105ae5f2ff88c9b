using System.Buffers;
using System.Globalization;

namespace OpenTraces.Capture.Harnesses;

/// <summary>Finds the skill whose instructions a tool call reads.</summary>
internal static class SkillPaths
{
    private const string FileName = "/SKILL.md";
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`$<>|");
    private static readonly SearchValues<char> Patterns = SearchValues.Create(@"\*?[]{}");

    /// <summary>
    /// The name of the first skill whose <c>SKILL.md</c> the text names by an absolute path with a <c>skills</c> folder
    /// below <c>.agents</c>, <c>.claude</c> or <c>.codex</c>; null when there is none.
    /// </summary>
    public static string? FindName(string text)
    {
        for (var from = 0; ;)
        {
            var at = text.IndexOf(FileName, from, StringComparison.Ordinal);
            if (at < 0)
                return null;
            from = at + FileName.Length;
            if (from < text.Length && !Ends.Contains(text[from]))
                continue;
            var start = text.AsSpan(0, at).LastIndexOfAny(Ends) + 1;
            if (NameOf(text.AsSpan(start, at - start)) is { } name)
                return name;
        }
    }

    private static string? NameOf(ReadOnlySpan<char> folder)
    {
        if (!folder.StartsWith('/') && !(folder.Length > 2 && folder[1] == ':'))
            return null;
        var slash = folder.LastIndexOf('/');
        var name = folder[(slash + 1)..];
        return IsBelowSkills(folder[..slash]) && IsName(name) ? name.ToString() : null;
    }

    private static bool IsBelowSkills(ReadOnlySpan<char> folder)
    {
        var isHome = false;
        foreach (var range in folder.Split('/'))
        {
            var part = folder[range];
            if (part is "." or ".." or "...")
                return false;
            if (part is ".agents" or ".claude" or ".codex")
                isHome = true;
            else if (isHome && part is "skills")
                return true;
        }

        return false;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name is "skills" || name.IndexOfAny(Patterns) >= 0 || name.IndexOfAnyExcept('.') < 0)
            return false;
        foreach (var c in name)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return false;
        }

        return true;
    }
}
