using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// PEM private keys, the whole block. A block that lost its end, or its beginning, is covered as far as its lines still
/// look like a key's.
/// </summary>
internal sealed partial class PrivateKeyFinder : SpanFinder
{
    private const string Rule = "private_key";

    // Larger than any key in use; further apart, a header and a footer are two mentions and not one block.
    private const int MaxBlock = 64 * 1024;

    // Body lines are 64 characters wide; shorter words are prose.
    private const int MinLine = 16;

    public override void Find(string text, List<RuleHit> hits)
    {
        if (!text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return;
        var marks = Mark().Matches(text);
        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            if (mark.Groups["kind"].Value == "END")
            {
                var start = BodyBefore(text, mark.Index, i > 0 ? marks[i - 1].Index + marks[i - 1].Length : 0);
                hits.Add(new RuleHit(start, mark.Index + mark.Length - start, Rule, Severities.Critical));
                continue;
            }

            var next = i + 1 < marks.Count ? marks[i + 1] : null;
            if (next is not null && next.Groups["kind"].Value == "END" && next.Index - mark.Index <= MaxBlock)
            {
                hits.Add(new RuleHit(mark.Index, next.Index + next.Length - mark.Index, Rule, Severities.Critical));
                i++;
                continue;
            }

            var end = BodyAfter(text, mark.Index + mark.Length, next?.Index ?? text.Length);
            hits.Add(new RuleHit(mark.Index, end - mark.Index, Rule, Severities.Critical));
        }
    }

    private static int BodyAfter(string text, int start, int limit)
    {
        var end = start;
        for (var i = start; i < limit;)
        {
            var length = LineBreakAt(text, i, limit);
            if (length > 0)
            {
                i += length;
                continue;
            }

            var word = i;
            while (i < limit && IsBody(text[i]))
                i++;
            if (i == word || (i - word < MinLine && text[i - 1] != '='))
                break;
            end = i;
        }

        return end;
    }

    private static int BodyBefore(string text, int end, int limit)
    {
        var start = end;
        for (var i = end; i > limit;)
        {
            if (char.IsWhiteSpace(text[i - 1]))
            {
                i--;
                continue;
            }

            if (i - 2 >= limit && text[i - 2] == '\\' && text[i - 1] is 'n' or 'r')
            {
                i -= 2;
                continue;
            }

            var word = i;
            while (i > limit && IsBody(text[i - 1]))
                i--;

            // A literal "\n" leaves its letter glued to the line after it.
            var glued = i < word && i > limit && text[i - 1] == '\\' && text[i] is 'n' or 'r';
            var first = glued ? i + 1 : i;
            if (first >= word || (word - first < MinLine && text[word - 1] != '='))
                break;
            start = first;
            i = first;
        }

        return start;
    }

    private static int LineBreakAt(string text, int index, int limit)
    {
        if (char.IsWhiteSpace(text[index]))
            return 1;
        return text[index] == '\\' && index + 1 < limit && text[index + 1] is 'n' or 'r' ? 2 : 0;
    }

    private static bool IsBody(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';

    [GeneratedRegex(
        "-----(?<kind>BEGIN|END) (?:(?:RSA|DSA|EC|OPENSSH|PGP|ENCRYPTED) )?PRIVATE KEY(?: BLOCK)?-----",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Mark();
}
