namespace OpenTraces.Bucket;

/// <summary>What a pipeline did. <see cref="Clearance"/> reads it to decide whether the result may leave.</summary>
public sealed record SecurityReport
{
    /// <summary>In the order they ran.</summary>
    public required IReadOnlyList<SecurityToolRun> Tools { get; init; }

    /// <summary>Replacements made.</summary>
    public int Redactions { get; init; }

    /// <summary>The rules that matched where something was replaced, in ordinal order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>
    /// The rules that matched inside a member name, in ordinal order. Names are never rewritten, so such a value stays.
    /// </summary>
    public IReadOnlyList<string> NameFindings { get; init; } = [];
}
