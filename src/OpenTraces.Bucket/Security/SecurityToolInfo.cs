namespace OpenTraces.Bucket;

/// <summary>How a tool is named and stamped.</summary>
public sealed record SecurityToolInfo
{
    /// <summary>Lower case with underscores, for example <c>path_anonymizer</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Changes whenever the same text gives other findings.</summary>
    public required string Version { get; init; }

    /// <summary>What it does with what it finds.</summary>
    public required SecurityToolKind Kind { get; init; }
}
