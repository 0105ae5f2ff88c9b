using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>A trace that matches, with the places that made it match.</summary>
public sealed record SearchHit
{
    /// <summary>The trace.</summary>
    public required TraceSummary Trace { get; init; }

    /// <summary>The best matching step; the whole trace when no text was asked for.</summary>
    public required TraceAddress Address { get; init; }

    /// <summary>Higher is better; comparable within one result only.</summary>
    public required double Score { get; init; }

    /// <summary>A piece of the matching text, one line, at most 240 characters; empty when no text was asked for.</summary>
    public required string Snippet { get; init; }

    /// <summary>Files touched, at most 8.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Tools called, by how often, at most 12.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Skills used.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];
}
