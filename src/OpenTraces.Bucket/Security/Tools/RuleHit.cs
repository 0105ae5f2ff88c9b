namespace OpenTraces.Bucket.Security;

/// <summary>What a rule reports before its field is known.</summary>
internal readonly record struct RuleHit(int Start, int Length, string Rule, string Severity, string? Replacement = null)
{
    public int End => Start + Length;

    public bool Overlaps(RuleHit other) => Start < other.End && other.Start < End;

    public Finding ToFinding(int field) => new()
    {
        Field = field,
        Start = Start,
        Length = Length,
        Rule = Rule,
        Severity = Severity,
        Replacement = Replacement,
    };

    /// <summary>By start, then length, then rule: the order findings are reported in.</summary>
    public static int InOrder(RuleHit left, RuleHit right)
    {
        var order = left.Start.CompareTo(right.Start);
        if (order == 0)
            order = left.Length.CompareTo(right.Length);
        return order != 0 ? order : string.CompareOrdinal(left.Rule, right.Rule);
    }
}
