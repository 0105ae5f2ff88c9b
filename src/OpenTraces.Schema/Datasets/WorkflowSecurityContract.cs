namespace OpenTraces.Schema;

/// <summary>What a workflow asks of the security tools. Required, optional and disallowed tools do not overlap.</summary>
public sealed record WorkflowSecurityContract
{
    /// <summary>Tools that must run.</summary>
    public IReadOnlyList<SecurityToolName> RequiredTools { get; init; } = [];

    /// <summary>Tools that may run.</summary>
    public IReadOnlyList<SecurityToolName> OptionalTools { get; init; } = [];

    /// <summary>Those that run unless somebody says otherwise: required or optional ones.</summary>
    public IReadOnlyList<SecurityToolName> DefaultEnabledTools { get; init; } = [];

    /// <summary>Tools that must not run.</summary>
    public IReadOnlyList<SecurityToolName> DisallowedTools { get; init; } = [];

    /// <summary>Whether a dataset may switch a required tool off.</summary>
    public bool AllowDisableRequired { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
