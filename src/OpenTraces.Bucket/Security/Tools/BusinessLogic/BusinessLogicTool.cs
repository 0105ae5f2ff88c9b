using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>What tells of a company from the inside: its hosts, its trackers, its databases, its cloud accounts.</summary>
internal sealed partial class BusinessLogicTool : FinderTool
{
    public const string ToolName = "business_logic";
    public const string ToolVersion = "1";

    public override SecurityToolInfo Info { get; } =
        new() { Name = ToolName, Version = ToolVersion, Kind = SecurityToolKind.Detector };

    protected override void Find(SecurityField field, List<RuleHit> hits)
    {
        var text = field.Text;
        FindHosts(text, hits);
        foreach (Match match in InternalUrl().Matches(text))
            hits.Add(new RuleHit(match.Index, match.Length, "internal_url", Severities.Medium));
        foreach (Match match in ConnectionString().Matches(text))
            hits.Add(new RuleHit(match.Index, match.Length, "db_connection_string", Severities.High));
        foreach (Match match in AwsArn().Matches(text))
        {
            var account = match.Groups["account"];
            hits.Add(new RuleHit(account.Index, account.Length, "aws_account_id", Severities.High));
        }
    }

    // From the suffix to the left, so that a long name without one costs nothing.
    private static void FindHosts(string text, List<RuleHit> hits)
    {
        var floor = 0;
        foreach (Match match in HostSuffix().Matches(text))
        {
            var start = match.Index;
            while (start > floor && IsHost(text[start - 1]))
                start--;

            // An escape's letter is no part of the name, and a leading dot makes it a file (".env.local").
            if (start > 0 && text[start - 1] == '\\' && text[start] is 'n' or 'r' or 't')
                start++;
            floor = match.Index + match.Length;
            if (start < match.Index && char.IsAsciiLetterOrDigit(text[start]) && (start == 0 || text[start - 1] != '_'))
                hits.Add(new RuleHit(start, floor - start, "internal_hostname", Severities.High));
        }
    }

    private static bool IsHost(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-';

    [GeneratedRegex(@"(?<=[A-Za-z0-9])\.(?:internal|corp|local)(?![\w(-]|\.\w)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex HostSuffix();

    [GeneratedRegex(
        @"https?://(?:(?:jira|confluence)\.[^\s""'<>`/]{2,253}|[A-Za-z0-9-]{1,63}\.atlassian\.net|[A-Za-z0-9-]{1,63}\.slack\.com/archives)[^\s""'<>`]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex InternalUrl();

    [GeneratedRegex(@"(?:jdbc:[a-z0-9:]{1,40}://|mongodb\+srv://)[^\s""'<>`]{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ConnectionString();

    [GeneratedRegex(@"arn:aws[a-z-]{0,12}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:(?<account>[0-9]{12})(?![0-9])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AwsArn();
}
