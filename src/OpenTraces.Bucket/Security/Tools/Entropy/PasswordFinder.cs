using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// Secrets people choose, which no measure of randomness finds: what stands behind a password's name, in a basic
/// authorization header, before the <c>@</c> of an address, or behind <c>curl -u</c>.
/// </summary>
internal static partial class PasswordFinder
{
    private static readonly string[] NoValues =
        ["string", "required", "undefined", "optional", "boolean", "number", "password", "passwd", "prompt", "hidden", "redacted"];

    public static void Find(string text, List<RuleHit> hits)
    {
        foreach (Match match in Assignment().Matches(text))
            Add(match.Groups["value"], match.Groups["quote"].Length > 0, text, hits);
        foreach (Match match in BasicHeader().Matches(text))
            Add(match.Groups["value"], "basic_auth", hits);
        foreach (Match match in UserInfo().Matches(text))
            Add(match.Groups["value"], "url_password", hits);
        foreach (Match match in CurlUser().Matches(text))
            Add(match.Groups["value"], "url_password", hits);
    }

    /// <summary>Without quotes a value is as likely code, so it has to hold a digit or a sign that no name holds.</summary>
    private static void Add(Group value, bool quoted, string text, List<RuleHit> hits)
    {
        var end = value.Index + value.Length;
        var isCall = end < text.Length && text[end] is '(' or '[';
        var isName = !value.Value.Any(c => char.IsAsciiDigit(c) || !(char.IsLetter(c) || c is '_' or '.' or '-' or ':'));
        if (isCall || (isName && !quoted) || NoValues.Contains(value.Value, StringComparer.OrdinalIgnoreCase))
            return;
        Add(value, "password", hits);
    }

    private static void Add(Group value, string rule, List<RuleHit> hits)
    {
        var isFound = hits.Exists(h => h.Start <= value.Index && h.Start + h.Length >= value.Index + value.Length);
        if (!isFound && !AllowList.IsPlaceholderWord(value.ValueSpan) && value.ValueSpan.ContainsAnyExcept("*xX."))
            hits.Add(new RuleHit(value.Index, value.Length, rule, Severities.High));
    }

    [GeneratedRegex(
        @"(?<!\[REDACTED:)(?:passw(?:or)?d|passphrase|\bpwd|client[_-]?secret)[A-Za-z0-9_-]{0,16}(?:\\{0,3}[""'])?[ \t]{0,3}(?:=>|:=|=|:)[ \t]{0,3}(?<quote>\\{0,3}[""'])?(?<value>[^\s""'`\\,;&()<>{}\[\]$*%]{6,4096})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Assignment();

    [GeneratedRegex(
        @"\bAuthorization\\{0,3}[""']?[ \t]{0,3}[:=][ \t]{0,3}\\{0,3}[""']?Basic[ \t]{1,3}(?<value>[A-Za-z0-9+/]{8,4096}={0,2})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BasicHeader();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@""'<>\[\]{}$]{1,64}:(?<value>[^\s:/@""'<>\[\]{}$]{3,128})@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\bcurl\b[^\n|;]{0,200}?[ \t](?:-u|--user)[ \t=]{1,3}[""']?[^\s:""'$<>\[\]{}]{1,64}:(?<value>[^\s:""'$<>\[\]{}]{4,128})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex CurlUser();
}
