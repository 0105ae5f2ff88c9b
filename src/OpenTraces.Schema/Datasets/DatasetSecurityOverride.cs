namespace OpenTraces.Schema;

/// <summary>A required tool that a person switched off.</summary>
public sealed record DatasetSecurityOverride
{
    /// <summary>The tool.</summary>
    public required SecurityToolName Tool { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
