namespace OpenTraces.Bucket;

/// <summary>What a tool found.</summary>
public sealed record SecurityOutcome
{
    /// <summary>In field order, then by start.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>A judge's word, for example <c>hold</c>; null for other tools.</summary>
    public string? Verdict { get; init; }
}
