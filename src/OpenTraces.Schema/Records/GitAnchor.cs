namespace OpenTraces.Schema;

/// <summary>The commit that accepted a patch, and how that is known.</summary>
public sealed record GitAnchor
{
    /// <summary>ISO 8601; set even when nothing was found.</summary>
    public required string LastSearchedAt { get; init; }

    /// <summary>True when a commit holds the change.</summary>
    public required bool Found { get; init; }

    /// <summary>The commit.</summary>
    public string? CommitSha { get; init; }

    /// <summary>One of <see cref="EvidenceTier"/>'s values.</summary>
    public string? EvidenceTier { get; init; }

    /// <summary><c>firm_observed</c> or <c>provisional</c>.</summary>
    public string? EvidenceFirmness { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
