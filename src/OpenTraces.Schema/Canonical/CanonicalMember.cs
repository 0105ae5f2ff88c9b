namespace OpenTraces.Schema;

/// <summary>A member already written, ordered by the code points of its name, then by place.</summary>
internal readonly record struct CanonicalMember(string Name, int Start, int Length) : IComparable<CanonicalMember>
{
    public int CompareTo(CanonicalMember other)
    {
        var order = CompareCodePoints(Name, other.Name);
        return order != 0 ? order : Start.CompareTo(other.Start);
    }

    private static int CompareCodePoints(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
            return left.Length.CompareTo(right.Length);
        return Rank(left[at]).CompareTo(Rank(right[at]));
    }

    // UTF-16 puts surrogates, and with them all above U+FFFF, before U+E000 to U+FFFF.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
