namespace OpenTraces.Bucket;

/// <summary>What one tool did with one row, record or text.</summary>
public sealed record SecurityToolRun
{
    /// <summary>The tool.</summary>
    public required string Name { get; init; }

    /// <summary>The version that ran.</summary>
    public required string Version { get; init; }

    /// <summary>How many spans it reported in the text it was given.</summary>
    public int Findings { get; init; }

    /// <summary>A judge's word; null for other tools.</summary>
    public string? Verdict { get; init; }

    /// <summary>The type of the exception that ended it; null when it ran to its end.</summary>
    public string? Error { get; init; }
}
