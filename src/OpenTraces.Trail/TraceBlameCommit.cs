using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Trail;

/// <summary>A commit's part in a trace.</summary>
[Experimental("OT0001")]
public sealed record TraceBlameCommit
{
    /// <summary>The full id of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>Its first line.</summary>
    public required string Subject { get; init; }

    /// <summary>The committer time.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>The strongest tier among the patches.</summary>
    public required string Tier { get; init; }

    /// <summary>Lines that the commit holds from the trace.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines the commit adds; of a merge those that no parent has.</summary>
    public required int AddedLines { get; init; }

    /// <summary>The patches it accepted, in their order.</summary>
    public required IReadOnlyList<PatchAnchor> Patches { get; init; }
}
