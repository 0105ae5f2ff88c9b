using OpenTraces.Schema;

namespace OpenTraces.Trail.Graphs;

/// <summary>What a commit took from a trace.</summary>
public sealed record GraphTrace
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>Lines of the commit that are the trace's; a deletion has none.</summary>
    public required int Lines { get; init; }

    /// <summary>The files, relative to the repository root, in ordinal order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>True when each of the claims is firm.</summary>
    public required bool Firm { get; init; }
}
