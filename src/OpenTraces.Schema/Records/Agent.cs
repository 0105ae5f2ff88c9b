namespace OpenTraces.Schema;

/// <summary>Who worked.</summary>
public sealed record Agent
{
    /// <summary>The harness: <c>claude-code</c>, <c>codex-cli</c>, <c>pi</c>, <c>hermes-agent</c> or another.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the harness.</summary>
    public string? Version { get; init; }

    /// <summary><c>provider/model-name</c>, the session's main model.</summary>
    public string? Model { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
