namespace OpenTraces.Trail.Graphs;

/// <summary>A commit of a graph.</summary>
public sealed record GraphCommit
{
    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>The first line of its message.</summary>
    public required string Subject { get; init; }

    /// <summary>The committer's time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The full ids of its parents.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>
    /// The full ids of the nearest commits of the graph that it comes from: its parents, where the graph shows them. None that is
    /// older than what is shown.
    /// </summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>The trace with most lines first, then by trace id.</summary>
    public required IReadOnlyList<GraphTrace> Traces { get; init; }
}
