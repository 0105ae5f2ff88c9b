using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>
/// Strings that look random, and values of names that promise a secret. It reads prompts and tool inputs; in tool results
/// and thinking, hashes and identifiers would drown the finds.
/// </summary>
internal sealed class EntropyTool : FinderTool
{
    public const string ToolName = "entropy";
    public const string ToolVersion = "1";

    private const double Threshold = 4.5;

    // 2^4.5 is 22.6: a string with fewer distinct characters cannot reach the threshold.
    private const int MinLength = 23;
    private const int MinPathPart = 8;

    private static readonly SearchValues<char> Candidate =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-");

    // Ids that providers give to messages, calls and requests: as random as a key, and of no use to anybody.
    private static readonly string[] IdPrefixes =
        ["toolu_bdrk_", "toolu_", "srvtoolu_", "msg_bdrk_", "msg_", "req_", "resp_", "call_", "chatcmpl-", "fc_", "rs_", "gen-"];

    private static readonly string[] VendorPrefixes = ["sk-ant-", "sk-proj-", "sk-or-", "sk-"];

    public override SecurityToolInfo Info { get; } =
        new() { Name = ToolName, Version = ToolVersion, Kind = SecurityToolKind.Detector };

    protected override void Find(SecurityField field, List<RuleHit> hits)
    {
        if (field.Kind is SecurityFieldKind.ToolResult or SecurityFieldKind.Reasoning)
            return;
        KeyedSecretFinder.Find(field, hits);
        PasswordFinder.Find(field.Text, hits);
        var text = field.Text.AsSpan();
        var position = 0;
        while (position < text.Length)
        {
            var offset = text[position..].IndexOfAny(Candidate);
            if (offset < 0)
                return;
            var start = position + offset;
            var length = text[start..].IndexOfAnyExcept(Candidate);
            var end = length < 0 ? text.Length : start + length;
            if (IsRandom(text[start..end]) && !IsPlaceholder(text, start, end))
            {
                while (end < text.Length && text[end] == '=')
                    end++;
                hits.Add(new RuleHit(start, end - start, "high_entropy_string", Severities.Medium));
            }

            position = end;
        }
    }

    private static bool IsRandom(ReadOnlySpan<char> run)
    {
        if (run.Length < MinLength || IsWords(run) || IsId(run) || ShannonEntropy.Of(run) < Threshold)
            return false;
        if (!run.Contains('/'))
            return true;

        // A path gathers many letters without any of its parts being random.
        foreach (var range in run.Split('/'))
        {
            var part = run[range];
            if (part.Length >= MinPathPart && ShannonEntropy.Of(part) >= Threshold)
                return true;
        }

        return false;
    }

    // Words joined by separators reach the threshold by their number; a random string of this length has digits and capitals.
    private static bool IsWords(ReadOnlySpan<char> run) => !run.ContainsAnyInRange('0', '9') && !run.ContainsAnyInRange('A', 'Z');

    private static bool IsId(ReadOnlySpan<char> run)
    {
        foreach (var prefix in IdPrefixes)
        {
            if (run.StartsWith(prefix, StringComparison.Ordinal))
                return !run[prefix.Length..].ContainsAny('/', '+', '_');
        }

        return false;
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> text, int start, int end)
    {
        var run = text[start..end];
        var vendor = false;
        foreach (var prefix in VendorPrefixes)
        {
            if (!vendor && run.StartsWith(prefix, StringComparison.Ordinal))
            {
                run = run[prefix.Length..];
                vendor = true;
            }
        }

        return (vendor || text[..start].EndsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) && AllowList.IsPlaceholderWord(run);
    }
}
