using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>The commits that accepted a trace's changes.</summary>
[Experimental("OT0001")]
public sealed record TraceBlame
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>The harness.</summary>
    public required string Agent { get; init; }

    /// <summary>The harness's session id.</summary>
    public required string SessionId { get; init; }

    /// <summary>What a list shows of the trace.</summary>
    public required string Title { get; init; }

    /// <summary>The session's main model; null when it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The full id of the commit the history was read from.</summary>
    public required string Head { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TraceBlameCommit> Commits { get; init; }

    /// <summary>Lines of all these commits by file, most first, then by path.</summary>
    public required IReadOnlyList<TraceBlameFile> Files { get; init; }
}
