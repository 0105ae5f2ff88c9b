namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Compares number sequences by their elements.</summary>
internal sealed class SequenceComparer : IEqualityComparer<int[]>
{
    public static readonly SequenceComparer Instance = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = new HashCode();
        foreach (var element in obj)
            hash.Add(element);
        return hash.ToHashCode();
    }
}
