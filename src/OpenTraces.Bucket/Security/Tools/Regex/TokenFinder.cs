using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>All token families in one pass: the longest prefix that fits at a position decides.</summary>
internal sealed class TokenFinder : SpanFinder
{
    private const int RandomRun = 12;

    private static readonly SearchValues<string> Prefixes =
        SearchValues.Create([.. TokenRules.All.SelectMany(r => r.Prefixes)], StringComparison.Ordinal);

    private static readonly (string Prefix, TokenRule Rule)[] ByLength =
        [.. TokenRules.All.SelectMany(r => r.Prefixes.Select(p => (p, r))).OrderByDescending(p => p.p.Length)];

    public override void Find(string text, List<RuleHit> hits)
    {
        var span = text.AsSpan();
        var position = 0;
        while (position < span.Length)
        {
            var offset = span[position..].IndexOfAny(Prefixes);
            if (offset < 0)
                return;
            position = Take(span, position + offset, hits);
        }
    }

    // Returns where to go on. Whatever is skipped has been read at most once more, so the pass stays linear.
    private static int Take(ReadOnlySpan<char> text, int start, List<RuleHit> hits)
    {
        var (prefix, rule) = RuleAt(text[start..]);
        var body = text[(start + prefix.Length)..];
        var next = start + prefix.Length;
        if (rule.StartsWord && !TextBoundary.IsStart(text, start))
            return next;
        if (rule.AllowsPlaceholders && AllowList.IsPlaceholderWord(body))
            return next;
        var length = body.IndexOfAnyExcept(rule.Body);
        length = length < 0 ? body.Length : length;
        if (length < rule.MinLength)
            return next;
        if (rule.ExactLength is { } exact && (length != exact || !TextBoundary.IsEnd(body, length)))
            return next + length;
        if (rule.LooksRandom && !LooksRandom(body[..length]))
            return next + length;
        hits.Add(new RuleHit(start, prefix.Length + length, rule.Name, Severities.Critical));
        return next + length;
    }

    private static (string Prefix, TokenRule Rule) RuleAt(ReadOnlySpan<char> text)
    {
        foreach (var candidate in ByLength)
        {
            if (text.StartsWith(candidate.Prefix, StringComparison.Ordinal))
                return candidate;
        }

        throw new InvalidOperationException("A prefix was found that no rule has.");
    }

    // Words joined by hyphens are short and of one case; a key has a long unbroken run, or mixes digits and capitals.
    private static bool LooksRandom(ReadOnlySpan<char> body)
    {
        var run = 0;
        var digit = false;
        var capital = false;
        foreach (var c in body)
        {
            run = c is '-' or '_' ? 0 : run + 1;
            if (run >= RandomRun)
                return true;
            digit |= char.IsAsciiDigit(c);
            capital |= char.IsAsciiLetterUpper(c);
        }

        return digit && capital;
    }
}
