using System.Buffers;
using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// Values whose name promises a secret (<c>secret=</c>, <c>"api_key": </c>, or the JSON member a text stands in).
/// Hexadecimal text never reaches the entropy threshold, so its name has to tell.
/// </summary>
internal static partial class KeyedSecretFinder
{
    private const int MinHex = 32;
    private const int MinMixed = 32;
    private const int MinDigits = 3;
    private const double MinEntropy = 4.0;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static void Find(SecurityField field, List<RuleHit> hits)
    {
        foreach (Match match in Assignment().Matches(field.Text))
        {
            if (Promises(match.Groups["name"].Value))
                Add(match.Groups["value"].ValueSpan, match.Groups["value"].Index, hits);
        }

        var text = field.Text.AsSpan().Trim();
        if (text.Length >= MinHex && Promises(field.Path[(field.Path.LastIndexOf('.') + 1)..]) && Value().IsMatch(text))
            Add(text, field.Text.Length - field.Text.AsSpan().TrimStart().Length, hits);
    }

    private static void Add(ReadOnlySpan<char> value, int start, List<RuleHit> hits)
    {
        if (value.Length >= MinHex && !value.ContainsAnyExcept(Hex))
            hits.Add(new RuleHit(start, value.Length, "hex_secret", Severities.High));
        else if (IsMixed(value))
            hits.Add(new RuleHit(start, value.Length, "keyed_secret", Severities.High));
    }

    private static bool IsMixed(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var c in value)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return value.Length >= MinMixed && digits >= MinDigits && value.ContainsAnyInRange('a', 'z')
            && value.ContainsAnyInRange('A', 'Z') && ShannonEntropy.Of(value) >= MinEntropy;
    }

    private static bool Promises(string name) => SecretName().IsMatch(name) && !DigestName().IsMatch(name);

    [GeneratedRegex(
        @"(?<name>(?:secret|token|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credential|auth)[A-Za-z0-9_-]{0,24})(?:\\{0,3}[""'])?[ \t]{0,3}(?:=>|:=|==?|:)[ \t]{0,3}(?:\\{0,3}[""'])?(?<value>[A-Za-z0-9+/_=-]{32,})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Assignment();

    [GeneratedRegex(
        "secret|token|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credential|auth",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"(?:hash|digest|checksum|fingerprint|sha[0-9]*|id|ids|commit|author)(?:\[[0-9]+\])*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DigestName();

    [GeneratedRegex(@"^[A-Za-z0-9+/_=-]+\z", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Value();
}
