namespace OpenTraces.Schema;

/// <summary>What to say of a path. A pattern that ends in <c>*</c> holds for everything that begins with the rest.</summary>
internal readonly record struct LossRule(string Pattern, LossKind Kind, string Reason)
{
    public bool Holds(string path) => Pattern.EndsWith('*')
        ? path.AsSpan().StartsWith(Pattern.AsSpan(0, Pattern.Length - 1), StringComparison.Ordinal)
        : path == Pattern;
}
