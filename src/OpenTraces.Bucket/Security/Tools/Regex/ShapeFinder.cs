using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>Secrets told by their shape: web hooks, connection strings, authorization headers, numbers of people.</summary>
internal sealed partial class ShapeFinder : SpanFinder
{
    public override void Find(string text, List<RuleHit> hits)
    {
        Add(text, DiscordWebhook(), "discord_webhook", Severities.High, hits);
        Add(text, DatabaseUrl(), "database_url", Severities.High, hits, m => !AllowList.IsDatabaseUrl(m.ValueSpan));
        AddBearer(text, hits);
        Add(text, SocialSecurity(), "ssn", Severities.Critical, hits, IsIssued);
        Add(text, Phone(), "phone_number", Severities.Medium, hits);
        Add(text, LabelledPhone(), "phone_number", Severities.Medium, hits);
    }

    /// <summary>The connection strings that are allowed: nothing inside them is reported by another rule.</summary>
    public static void FindAllowed(string text, List<RuleHit> allowed) =>
        Add(text, DatabaseUrl(), "database_url", Severities.High, allowed, m => AllowList.IsDatabaseUrl(m.ValueSpan));

    private static void Add(
        string text, Regex pattern, string rule, string severity, List<RuleHit> hits, Func<Match, bool>? accept = null)
    {
        foreach (Match match in pattern.Matches(text))
        {
            if (TextBoundary.IsStart(text, match.Index) && (accept is null || accept(match)))
                hits.Add(new RuleHit(match.Index, match.Length, rule, severity));
        }
    }

    // Only the credentials are covered, so the same token gives the same placeholder with and without the word before it.
    private static void AddBearer(string text, List<RuleHit> hits)
    {
        foreach (Match match in Bearer().Matches(text))
        {
            var value = match.Groups["value"];
            if (TextBoundary.IsStart(text, match.Index) && !AllowList.IsPlaceholderWord(value.ValueSpan))
                hits.Add(new RuleHit(value.Index, value.Length, "bearer_token", Severities.High));
        }
    }

    private static bool IsIssued(Match match)
    {
        var digits = match.ValueSpan;
        return digits[..3] is not ("000" or "666") && digits[0] != '9' && digits[4..6] is not "00" && digits[7..] is not "0000";
    }

    [GeneratedRegex(
        @"https://(?:[a-z]{1,20}\.)?discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]+/[A-Za-z0-9_-]+",
        RegexOptions.CultureInvariant, 5000)]
    private static partial Regex DiscordWebhook();

    [GeneratedRegex(
        @"(?:postgresql|postgres|mysql|mongodb|redis)(?:\+[a-z0-9]{1,16})?s?://(?:[^\s""'<>`\\]|\\(?![""'nrt])){8,}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DatabaseUrl();

    [GeneratedRegex(@"Bearer[ \t]{1,8}(?<value>[A-Za-z0-9._~+/=-]{20,})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"(?<![0-9_.-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SocialSecurity();

    // Bare runs of ten digits are time stamps and ids: separators or a country code must show that a person meant a number.
    [GeneratedRegex(
        @"(?<![0-9_.+-])(?:(?:\+?1[ .-]?)?(?:\([0-9]{3}\)[ .-]?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}|\+1[0-9]{10})(?![\w-]|\.[0-9])",
        RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"(?<=\b(?:phone|mobile|cell|fax|tel|call)(?:[ _-]?(?:number|no\.?))?[""']?\s{0,2}[:=]?\s{0,2}[""']?)(?:1[ .-]?)?[0-9]{10}(?![\w-])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LabelledPhone();
}
