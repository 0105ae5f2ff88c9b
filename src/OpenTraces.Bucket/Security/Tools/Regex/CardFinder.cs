using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// Payment card numbers: 13 to 19 digits, whole or in groups as they are embossed (the first of four digits, one separator
/// throughout), an issuer's first digits, a valid check digit. Time stamps in milliseconds and nanoseconds have no issuer,
/// and tables, memory dumps and UUIDs have other groups.
/// </summary>
internal sealed partial class CardFinder : SpanFinder
{
    private const int MinDigits = 13;
    private const int MaxDigits = 19;
    private const int FirstGroup = 4;
    private const int MinGroup = 3;
    private const int MaxGroup = 7;

    public override void Find(string text, List<RuleHit> hits)
    {
        foreach (Match run in DigitRun().Matches(text))
        {
            if (run.Length >= MinDigits && TextBoundary.IsStart(text, run.Index))
                FindIn(text, run.Index, run.Index + run.Length, hits);
        }
    }

    private static void FindIn(string text, int start, int end, List<RuleHit> hits)
    {
        for (var group = start; group < end;)
        {
            var length = CardLength(text.AsSpan(group, end - group));
            if (length > 0)
                hits.Add(new RuleHit(group, length, "credit_card", Severities.Critical));
            group = length > 0 ? group + length : NextGroup(text, group, end);
            while (group < end && !char.IsAsciiDigit(text[group]))
                group++;
        }
    }

    private static int NextGroup(string text, int group, int end)
    {
        while (group < end && char.IsAsciiDigit(text[group]))
            group++;
        return group;
    }

    // The longest card that starts here and ends with a group; 0 for none.
    private static int CardLength(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        var (count, group, best) = (0, 0, 0);
        var separator = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                separator = separator == '\0' ? text[i] : separator;
                if (text[i] != separator || (count == group ? group != FirstGroup : group is < MinGroup or > MaxGroup))
                    break;
                group = 0;
                continue;
            }

            if (count == MaxDigits)
                break;
            digits[count++] = text[i];
            group++;
            if (ClosesCard(text, i + 1) && count >= MinDigits && (count == group || group <= MaxGroup) && HasIssuer(digits[..count]) && Luhn(digits[..count]))
                best = i + 1;
        }

        return best;
    }

    // A dash that goes on makes it part of a longer id.
    private static bool ClosesCard(ReadOnlySpan<char> text, int next) => next == text.Length || text[next] == ' ';

    private static bool HasIssuer(ReadOnlySpan<char> digits) =>
        digits[0] is >= '3' and <= '6' || (digits.Length == 16 && digits[..4] is var head && IsMastercard2(head));

    private static bool IsMastercard2(ReadOnlySpan<char> head) =>
        head.SequenceCompareTo("2221") >= 0 && head.SequenceCompareTo("2720") <= 0;

    private static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 1)
                digit = digit > 4 ? (2 * digit) - 9 : 2 * digit;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"(?<![0-9_.]|[0-9A-Za-z]-)[0-9]+(?:[ -][0-9]+)*(?![0-9A-Za-z_]|-[0-9A-Za-z])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex DigitRun();
}
