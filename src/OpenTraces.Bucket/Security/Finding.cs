namespace OpenTraces.Bucket;

/// <summary>A span that must not leave. It never holds the text it found.</summary>
public sealed record Finding
{
    /// <summary>Index of the field in the list the tool was given.</summary>
    public required int Field { get; init; }

    /// <summary>First UTF-16 unit of the span.</summary>
    public required int Start { get; init; }

    /// <summary>Length in UTF-16 units, at least 1.</summary>
    public required int Length { get; init; }

    /// <summary>Which rule matched, for example <c>github_token</c>.</summary>
    public required string Rule { get; init; }

    /// <summary><c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>; default <c>high</c>.</summary>
    public string Severity { get; init; } = "high";

    /// <summary>A transformer's own replacement; null for the placeholder.</summary>
    public string? Replacement { get; init; }
}
