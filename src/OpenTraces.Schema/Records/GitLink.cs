namespace OpenTraces.Schema;

/// <summary>A commit the trace is tied to. Computed from the patches.</summary>
public sealed record GitLink
{
    /// <summary><c>git</c> or <c>jj</c>.</summary>
    public string VcsType { get; init; } = "git";

    /// <summary>The commit.</summary>
    public required string Revision { get; init; }

    /// <summary>The repository.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>The branch.</summary>
    public string? Branch { get; init; }

    /// <summary><c>tool_emitted</c>, <c>tool_emitted_with_divergence</c>, <c>overlapping</c> or <c>orphan</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>Computed when read.</summary>
    public bool? CommitReachable { get; init; }

    /// <summary>Computed when read.</summary>
    public bool? ContentAlive { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
