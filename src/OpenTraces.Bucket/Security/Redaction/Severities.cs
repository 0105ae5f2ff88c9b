namespace OpenTraces.Bucket.Security;

/// <summary>The four words a finding may use, and which of two findings names a merged span.</summary>
internal static class Severities
{
    public const string Critical = "critical";
    public const string High = "high";
    public const string Medium = "medium";
    public const string Low = "low";

    /// <summary>Negative when the first is the better name: graver, then longer, then by rule.</summary>
    public static int Compare(Finding left, Finding right)
    {
        var order = Rank(right.Severity).CompareTo(Rank(left.Severity));
        if (order == 0)
            order = right.Length.CompareTo(left.Length);
        return order != 0 ? order : string.CompareOrdinal(left.Rule, right.Rule);
    }

    private static int Rank(string severity) => severity switch
    {
        Critical => 3,
        High => 2,
        Medium => 1,
        _ => 0,
    };
}
