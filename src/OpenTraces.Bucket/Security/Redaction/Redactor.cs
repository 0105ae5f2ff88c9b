using System.Text;
using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>The only code that edits text. Overlapping spans become one before anything is replaced.</summary>
internal static partial class Redactor
{
    /// <summary>Replaces the spans from right to left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">Spans inside it, in any order.</param>
    /// <param name="key">What placeholders are derived from.</param>
    /// <param name="replaced">How many pieces were replaced; 0 means the same text came back.</param>
    public static string Apply(string text, IReadOnlyList<Finding> findings, RedactionKey key, out int replaced)
    {
        replaced = 0;
        if (findings.Count == 0)
            return text;
        var placeholders = PlaceholdersIn(text);
        var spans = findings.Where(f => !IsInside(f, placeholders)).Select(f => Widen(text, f, placeholders)).ToList();
        if (spans.Count == 0)
            return text;
        var pieces = Merge(spans);
        var result = new StringBuilder(text);
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            var piece = pieces[i];
            var value = text.AsSpan(piece.Start, piece.End - piece.Start);
            var replacement = piece.Replacement ?? Placeholder(piece.Best.Rule, value, key);
            if (value.SequenceEqual(replacement))
                continue;
            result.Remove(piece.Start, value.Length).Insert(piece.Start, replacement);
            replaced++;
        }

        return replaced == 0 ? text : result.ToString();
    }

    /// <summary>The token that stands for a value: <c>[REDACTED:rule:8 hex]</c>.</summary>
    public static string Placeholder(string rule, ReadOnlySpan<char> value, RedactionKey key) =>
        $"[REDACTED:{(RuleName().IsMatch(rule) ? rule : "other")}:{key.TokenOf(value)}]";

    private static List<PlaceholderSpan> PlaceholdersIn(string text)
    {
        var spans = new List<PlaceholderSpan>();
        foreach (Match match in PlaceholderPattern().Matches(text))
        {
            var rule = match.Groups["rule"];
            spans.Add(new PlaceholderSpan(match.Index, match.Index + match.Length, rule.Index, rule.Index + rule.Length));
        }

        return spans;
    }

    // What was redacted stays as it is. Only a rule name that is itself a secret, which no tool of ours writes, still counts.
    private static bool IsInside(Finding finding, List<PlaceholderSpan> placeholders)
    {
        var end = finding.Start + finding.Length;
        foreach (var span in placeholders)
        {
            if (finding.Start >= span.Start && end <= span.End)
                return finding.Start < span.RuleStart || end > span.RuleEnd;
        }

        return false;
    }

    private static Piece Widen(string text, Finding finding, List<PlaceholderSpan> placeholders)
    {
        var start = finding.Start;
        var end = start + finding.Length;
        foreach (var span in placeholders)
        {
            if (start < span.End && span.Start < end)
            {
                start = Math.Min(start, span.Start);
                end = Math.Max(end, span.End);
            }
        }

        if (start > 0 && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1]))
            start--;
        if (end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]))
            end++;
        var widened = start != finding.Start || end != finding.Start + finding.Length;
        return new Piece(start, end, finding, widened ? null : finding.Replacement);
    }

    private static List<Piece> Merge(List<Piece> spans)
    {
        spans.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var pieces = new List<Piece>(spans.Count);
        foreach (var span in spans)
        {
            if (pieces.Count == 0 || span.Start >= pieces[^1].End)
            {
                pieces.Add(span);
                continue;
            }

            var last = pieces[^1];
            var same = span.Start == last.Start && span.End == last.End && span.Replacement == last.Replacement;
            pieces[^1] = new Piece(
                last.Start,
                Math.Max(last.End, span.End),
                Severities.Compare(span.Best, last.Best) < 0 ? span.Best : last.Best,
                same ? last.Replacement : null);
        }

        return pieces;
    }

    [GeneratedRegex(@"\[REDACTED:(?<rule>[a-z0-9_]{1,64}):[0-9a-f]{8}\]|\[ot-user-[0-9a-f]{8}\]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex RuleName();

    private readonly record struct PlaceholderSpan(int Start, int End, int RuleStart, int RuleEnd);

    private readonly record struct Piece(int Start, int End, Finding Best, string? Replacement);
}
