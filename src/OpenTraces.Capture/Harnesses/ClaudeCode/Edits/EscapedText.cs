using System.Text;
using System.Text.Unicode;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>
/// Finds a text in a file's text while both are still JSON strings, so that a whole file need not be decoded for one
/// line of it. Only for strings in which every character is written the one usual way; others are decoded.
/// </summary>
internal static class EscapedText
{
    /// <summary>
    /// The lines of <paramref name="file"/> that hold the first <paramref name="wanted"/>, and where in them it stands.
    /// Null when it is not there or the strings are not plain enough to tell.
    /// </summary>
    /// <param name="file">A JSON string with its quotes.</param>
    /// <param name="wanted">A JSON string with its quotes; not empty.</param>
    public static EscapedPlace? Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> wanted)
    {
        if (!IsString(file) || !IsString(wanted))
            return null;
        file = file[1..^1];
        wanted = wanted[1..^1];
        if (wanted.IsEmpty || !Utf8.IsValid(wanted) || !IsPlain(wanted, out _, out _))
            return null;
        var at = IndexOf(file, wanted);
        if (at < 0 || !IsPlain(file[..at], out var lines, out var start))
            return null;
        var after = at + wanted.Length;
        if (!TryEndOfLine(file[after..], out var tail) || !Utf8.IsValid(file[..(after + tail)]))
            return null;
        return new EscapedPlace(start, at, after, after + tail, lines);
    }

    /// <summary>Whether a JSON string, given with its quotes, holds more than so many UTF-16 units.</summary>
    public static bool IsLonger(ReadOnlySpan<byte> json, int most)
    {
        if (!IsString(json) || json.Length - 2 <= most)
            return false;
        json = json[1..^1];
        var units = Encoding.UTF8.GetCharCount(json);
        for (var slash = json.IndexOf((byte)'\\'); slash >= 0 && units > most; slash = json.IndexOf((byte)'\\'))
        {
            units -= json[slash + 1] == (byte)'u' ? 5 : 1;
            json = json[(slash + 2)..];
        }

        return units > most;
    }

    /// <summary>The lines of a JSON string, given with its quotes; a last line feed ends a line and starts none.</summary>
    public static int CountLines(ReadOnlySpan<byte> json)
    {
        json = json[1..^1];
        var (lines, isOpen) = (0, false);
        while (!json.IsEmpty)
        {
            var slash = json.IndexOf((byte)'\\');
            isOpen |= slash != 0;
            if (slash < 0)
                break;
            json = json[slash..];
            var isFeed = json.StartsWith("\\n"u8) || json.StartsWith("\\u000a"u8) || json.StartsWith("\\u000A"u8);
            lines += isFeed ? 1 : 0;
            isOpen = !isFeed;
            json = json[(json[1] == (byte)'u' ? 6 : 2)..];
        }

        return isOpen ? lines + 1 : lines;
    }

    private static bool IsString(ReadOnlySpan<byte> value) => value is [(byte)'"', .., (byte)'"'];

    /// <summary>The first place outside an escape.</summary>
    private static int IndexOf(ReadOnlySpan<byte> file, ReadOnlySpan<byte> wanted)
    {
        var from = 0;
        while (true)
        {
            var at = file[from..].IndexOf(wanted);
            if (at < 0)
                return -1;
            at += from;
            var slashes = at - 1 - file[..at].LastIndexOfAnyExcept((byte)'\\');
            if (slashes % 2 == 0)
                return at;
            from = at + 1;
        }
    }

    /// <summary>Whether no character is written as its number or needlessly escaped; counts the line feeds.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text, out int lines, out int lineStart)
    {
        (lines, lineStart) = (0, 0);
        for (var at = 0; ;)
        {
            var slash = text[at..].IndexOf((byte)'\\');
            if (slash < 0)
                return true;
            at += slash + 2;
            if (at > text.Length || text[at - 1] is (byte)'u' or (byte)'/')
                return false;
            if (text[at - 1] == (byte)'n')
            {
                lines++;
                lineStart = at;
            }
        }
    }

    /// <summary>The length up to and with the next line feed, or to the end.</summary>
    private static bool TryEndOfLine(ReadOnlySpan<byte> text, out int length)
    {
        for (length = 0; ;)
        {
            var slash = text[length..].IndexOf((byte)'\\');
            if (slash < 0)
            {
                length = text.Length;
                return true;
            }

            length += slash + 2;
            if (length > text.Length || text[length - 1] is (byte)'u' or (byte)'/')
                return false;
            if (text[length - 1] == (byte)'n')
                return true;
        }
    }
}
