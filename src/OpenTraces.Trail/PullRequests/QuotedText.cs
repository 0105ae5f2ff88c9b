using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenTraces.Trail.PullRequests;

/// <summary>
/// Text of others as one line that is nothing but text: in Markdown, in HTML and on GitHub, which reads names, numbers and addresses out
/// of what either leaves. Placeholders of the floor stay as they are, whole, so that the floor knows them again.
/// </summary>
internal static partial class QuotedText
{
    /// <summary>A space of no width: what GitHub would read as one word falls in two.</summary>
    private const string Break = "&#8203;";

    private const int MaxTicks = 3;

    /// <summary>A letter may have any number of marks on it.</summary>
    private const int MaxUnitsPerElement = 4;

    /// <summary>At most so many text elements, in a paragraph or list of Markdown.</summary>
    public static string Markdown(string text, int limit) => Escape(Plain(text, limit), markdown: true);

    /// <summary>At most so many text elements, inside an element of HTML.</summary>
    public static string Html(string text, int limit) => Escape(Plain(text, limit), markdown: false);

    /// <summary>One line without control signs, cut to so many text elements, the last of which then is an ellipsis.</summary>
    public static string Plain(string text, int limit)
    {
        var line = OneLine(text);
        var placeholders = Placeholder().Matches(line);
        var next = 0;
        var count = 0;
        for (var at = 0; at < line.Length;)
        {
            while (next < placeholders.Count && placeholders[next].Index < at)
                next++;
            var whole = next < placeholders.Count && placeholders[next].Index == at ? placeholders[next].Length : 0;
            var length = whole > 0 ? whole : StringInfo.GetNextTextElementLength(line.AsSpan(at));
            var left = at + length < line.Length ? 1 : 0;
            count += whole > 0 ? whole : 1;
            if (count + left > limit || at + length > limit * MaxUnitsPerElement)
                return line[..at].TrimEnd() + "…";
            at += length;
        }

        return line;
    }

    /// <summary>One line without signs that nobody sees; made of one line, the same line.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, 4096));
        var ticks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
                ticks = 0;
                continue;
            }

            // What cannot be seen can only deceive, but where it joins emoji or chooses the form of a letter.
            if (Rune.IsControl(rune) || (IsUnseen(rune) && (!Joins(rune) || line.Length == 0 || char.IsAscii(line[^1]))))
                continue;
            ticks = rune.Value == '`' ? ticks + 1 : 0;
            if (ticks <= MaxTicks)
                line.Append(rune.ToString());
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>What Unicode lets a program ignore when it cannot draw it.</summary>
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x2065 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF) or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0
        || Joins(rune);

    private static bool Joins(Rune rune) => rune.Value is 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static string Escape(string line, bool markdown)
    {
        var escaped = new StringBuilder(line.Length + 16);
        var at = 0;
        foreach (Match placeholder in Placeholder().Matches(line))
        {
            Escape(escaped, line, at, placeholder.Index, markdown);
            escaped.Append(placeholder.Value);
            at = placeholder.Index + placeholder.Length;
            // Behind a bracket these would make a link of it.
            if (markdown && at < line.Length && line[at] is ':' or '(')
                escaped.Append('\\');
        }

        Escape(escaped, line, at, line.Length, markdown);
        return escaped.ToString();
    }

    private static void Escape(StringBuilder escaped, string line, int start, int end, bool markdown)
    {
        for (var i = start; i < end; i++)
        {
            var sign = line[i];
            var next = i + 1 < line.Length ? line[i + 1] : '\0';
            if (markdown && (IsMark(sign) || (sign == '!' && next == '[') || OpensBlock(line, i)))
                escaped.Append('\\').Append(sign);
            else if (!markdown && sign is '<' or '>' or '&' or '"')
                escaped.Append(sign switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => "&quot;" });
            else
                escaped.Append(sign);
            if (IsRead(line, i, next))
                escaped.Append(Break);
        }
    }

    private static bool IsMark(char sign) => sign is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '~' or '$' or '&' or '#';

    /// <summary>A list, a line under a heading, a rule.</summary>
    private static bool OpensBlock(string line, int at) =>
        at == 0 ? line[0] is '-' or '+' or '=' : line[at] is '.' or ')' && !line.AsSpan(0, at).ContainsAnyExceptInRange('0', '9');

    /// <summary>What GitHub makes a person, an issue or a link of.</summary>
    private static bool IsRead(string line, int at, char next) => line[at] switch
    {
        '@' => char.IsLetterOrDigit(next) || next is '_' or '-',
        '#' => char.IsAsciiDigit(next),
        '-' => char.IsAsciiDigit(next) && at >= 2 && line.AsSpan(at - 2, 2).Equals("gh", StringComparison.OrdinalIgnoreCase),
        ':' => next == '/',
        'w' or 'W' => next == '.' && at >= 2 && line.AsSpan(at - 2, 2).Equals("ww", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    [GeneratedRegex(@"\[REDACTED:[a-z0-9_]{1,64}:[0-9a-f]{8}\]|\[ot-user-[0-9a-f]{8}\]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Placeholder();
}
