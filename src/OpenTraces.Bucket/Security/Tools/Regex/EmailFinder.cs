namespace OpenTraces.Bucket.Security;

/// <summary>E-mail addresses: found from the at sign outwards, so a long word without one costs nothing.</summary>
internal sealed class EmailFinder : SpanFinder
{
    public override void Find(string text, List<RuleHit> hits)
    {
        var floor = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > floor && IsLocal(text[start - 1]))
                start--;
            while (start < at && text[start] is '.' or '-' or '+' or '%')
                start++;
            var end = DomainEnd(text, at + 1);
            floor = at + 1;
            if (start == at || end == 0)
                continue;
            var local = text.AsSpan(start, at - start);
            var domain = text.AsSpan(at + 1, end - at - 1);
            if (!AllowList.IsEmail(local, domain) && !IsImageDensity(domain))
                hits.Add(new RuleHit(start, end - start, "email_address", Severities.Medium));
        }
    }

    // The end of "label.label.tld" (a tld is two letters or more); 0 when it is none.
    private static int DomainEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
            end++;
        while (end > start)
        {
            var dot = text.LastIndexOf('.', end - 1, end - start);
            if (dot <= start)
                return 0;
            var letters = dot + 1;
            while (letters < end && char.IsLetter(text[letters]))
                letters++;
            if (letters - dot - 1 >= 2)
                return letters;
            end = dot;
        }

        return 0;
    }

    // "logo@2x.png"
    private static bool IsImageDensity(ReadOnlySpan<char> domain) =>
        domain.Length > 3 && char.IsAsciiDigit(domain[0]) && domain[1] == 'x' && domain[2] == '.';

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-';
}
