using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>Network addresses: IPv4 that is routed, IPv6 that is neither loopback nor link-local.</summary>
internal sealed partial class AddressFinder : SpanFinder
{
    private const int MaxIpv6 = 45;

    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public override void Find(string text, List<RuleHit> hits)
    {
        foreach (Match match in Ipv4().Matches(text))
        {
            if (TextBoundary.IsStart(text, match.Index) && !IsPrivate(match.Value) && !IsVersion(text, match))
                hits.Add(new RuleHit(match.Index, match.Length, "ipv4_address", Severities.Medium));
        }

        FindIpv6(text, hits);
    }

    private static bool IsPrivate(string address)
    {
        Span<byte> octets = stackalloc byte[4];
        return IPAddress.Parse(address).TryWriteBytes(octets, out _) && octets switch
        {
            [10 or 127 or 255, ..] => true,
            [172, >= 16 and <= 31, ..] => true,
            [192, 168, ..] => true,
            [0, 0, 0, 0] => true,
            _ => false,
        };
    }

    // Four single digits are a version (or a public resolver), and so is what follows a word for one.
    private static bool IsVersion(string text, Match match) =>
        match.Length == 7 || VersionBefore().IsMatch(text.AsSpan(Math.Max(0, match.Index - 16), Math.Min(16, match.Index)));

    private static void FindIpv6(string text, List<RuleHit> hits)
    {
        var span = text.AsSpan();
        var position = 0;
        while (position < span.Length)
        {
            var offset = span[position..].IndexOfAny(Ipv6Characters);
            if (offset < 0)
                return;
            var start = position + offset;
            var length = span[start..].IndexOfAnyExcept(Ipv6Characters);
            var end = length < 0 ? span.Length : start + length;
            position = end;
            AddIpv6(span, start, end, hits);
        }
    }

    private static void AddIpv6(ReadOnlySpan<char> text, int start, int end, List<RuleHit> hits)
    {
        while (end > start && (text[end - 1] == '.' || (text[end - 1] == ':' && !text[start..end].EndsWith("::", StringComparison.Ordinal))))
            end--;
        var run = text[start..end];
        if (run.Length is < 5 or > MaxIpv6 || !run.Contains(':'))
            return;
        if (!TextBoundary.IsStart(text, start) || (end < text.Length && IsWord(text[end])))
            return;
        if (!HasShape(run) || !IPAddress.TryParse(run, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return;
        if (!IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            hits.Add(new RuleHit(start, run.Length, "ipv6_address", Severities.Medium));
    }

    // Scope operators (`ace::bad`) and times share the alphabet: an address here has a digit and three groups, or a long one before "::".
    private static bool HasShape(ReadOnlySpan<char> run)
    {
        var groups = 0;
        var longest = 0;
        foreach (var range in run.Split(':'))
        {
            var length = range.End.Value - range.Start.Value;
            groups += length > 0 ? 1 : 0;
            longest = Math.Max(longest, length);
        }

        return run.ContainsAnyInRange('0', '9') && (groups >= 3 || (groups == 2 && longest >= 3));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    [GeneratedRegex(
        @"(?<![0-9_]|[0-9]\.)(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}(?![0-9A-Za-z_]|\.[0-9])",
        RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Ipv4();

    [GeneratedRegex(@"(?:version|ver|release|==|[~^]|@)[\s:=""']{0,4}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex VersionBefore();
}
