using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>One trace's part in a commit.</summary>
public sealed record CommitBlameTrace
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>The harness's session id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The harness.</summary>
    public required string Agent { get; init; }

    /// <summary>The strongest tier among the patches.</summary>
    public required string Tier { get; init; }

    /// <summary>The patches the commit accepted.</summary>
    public required IReadOnlyList<PatchAnchor> Patches { get; init; }
}
