using OpenTraces.Schema;

namespace OpenTraces.Trail.Graphs;

/// <summary>Which commits a graph shows. What is set must hold together; the default is the newest 50 of <c>HEAD</c>.</summary>
public sealed record GraphQuery
{
    /// <summary>The commit whose history is shown.</summary>
    public string Revision { get; init; } = "HEAD";

    /// <summary>Shows every branch and tag too.</summary>
    public bool AllBranches { get; init; }

    /// <summary>The most commits, the newest first; 1 or more.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Commits whose committer time is that or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Commits whose committer time is that or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only commits that took a change of this trace.</summary>
    public TraceId? Trace { get; init; }
}
