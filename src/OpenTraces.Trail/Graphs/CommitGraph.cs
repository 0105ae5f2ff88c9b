using OpenTraces.Schema;

namespace OpenTraces.Trail.Graphs;

/// <summary>Commits and the traces whose changes they took.</summary>
public sealed record CommitGraph
{
    /// <summary>The full id of the commit whose history is shown.</summary>
    public required string Head { get; init; }

    /// <summary>The trace the graph is about; null when it is about all.</summary>
    public TraceId? Trace { get; init; }

    /// <summary>Newest first: a commit comes before its parents.</summary>
    public required IReadOnlyList<GraphCommit> Commits { get; init; }

    /// <summary>True when there are more than were asked for.</summary>
    public required bool Truncated { get; init; }
}
