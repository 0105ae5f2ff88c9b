namespace OpenTraces.Schema;

/// <summary>How the session ended.</summary>
public sealed record Outcome
{
    /// <summary>Null when nothing says so; a stop reason alone never does.</summary>
    public bool? Success { get; init; }

    /// <summary>What <see cref="Success"/> rests on.</summary>
    public string SignalSource { get; init; } = "deterministic";

    /// <summary><c>derived</c>, <c>inferred</c> or <c>annotated</c>.</summary>
    public string SignalConfidence { get; init; } = "derived";

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>True when any patch has an anchor. Computed, never stored.</summary>
    public bool Committed { get; init; }

    /// <summary>The commit of the newest anchor. Computed, never stored.</summary>
    public string? CommitSha { get; init; }

    /// <summary><c>goal_reached</c>, <c>interrupted</c>, <c>error</c>, <c>abandoned</c> or null.</summary>
    public string? TerminalState { get; init; }

    /// <summary>A reward, where the environment gave one.</summary>
    public double? Reward { get; init; }

    /// <summary>Who gave the reward.</summary>
    public string? RewardSource { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
