namespace OpenTraces.Bucket.Security;

/// <summary>Where words begin in text that may be escaped: a letter that belongs to an escape is no part of the word after it.</summary>
internal static class TextBoundary
{
    /// <summary>
    /// True when a token may start here: the character before is no letter or digit, or it ends a backslash escape
    /// (<c>\n</c>, <c>\u0022</c>), a percent escape (<c>%3D</c>) or a terminal colour (<c>[32m</c>).
    /// </summary>
    public static bool IsStart(ReadOnlySpan<char> text, int index) =>
        index == 0 || !char.IsLetterOrDigit(text[index - 1]) || EndsEscape(text[..index]);

    /// <summary>True when the character there, if any, is no ASCII letter or digit.</summary>
    public static bool IsEnd(ReadOnlySpan<char> text, int index) =>
        index >= text.Length || !char.IsAsciiLetterOrDigit(text[index]);

    private static bool EndsEscape(ReadOnlySpan<char> before)
    {
        var last = before[^1];
        if (before.Length >= 2 && before[^2] == '\\' && last is 'n' or 'r' or 't' or 'b' or 'f' or 'v' or '0')
            return true;
        if (before.Length >= 6 && before[^6] == '\\' && before[^5] == 'u' && AreHex(before[^4..]))
            return true;
        if (before.Length >= 4 && before[^4] == '\\' && before[^3] == 'x' && AreHex(before[^2..]))
            return true;
        if (before.Length >= 3 && before[^3] == '%' && AreHex(before[^2..]))
            return true;
        return last == 'm' && EndsColour(before[..^1]);
    }

    private static bool EndsColour(ReadOnlySpan<char> before)
    {
        var limit = Math.Max(0, before.Length - 12);
        for (var i = before.Length - 1; i >= limit; i--)
        {
            if (before[i] == '[')
                return true;
            if (!char.IsAsciiDigit(before[i]) && before[i] != ';')
                return false;
        }

        return false;
    }

    private static bool AreHex(ReadOnlySpan<char> digits)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }
}
