namespace OpenTraces.Schema;

/// <summary>Which security tools run over a dataset's rows. Every required tool is enabled or overridden.</summary>
public sealed record DatasetSecurityPolicy
{
    /// <summary>Where it comes from; default <c>default</c>.</summary>
    public DatasetSecuritySource Source { get; init; }

    /// <summary>The workflow's digest when its contract was taken over.</summary>
    public string? SourceWorkflowDigest { get; init; }

    /// <summary>Tools that must run.</summary>
    public IReadOnlyList<SecurityToolName> RequiredTools { get; init; } = [];

    /// <summary>Tools that may run.</summary>
    public IReadOnlyList<SecurityToolName> OptionalTools { get; init; } = [];

    /// <summary>Tools that do run: required or optional ones.</summary>
    public IReadOnlyList<SecurityToolName> EnabledTools { get; init; } = [];

    /// <summary>Tools that must not run.</summary>
    public IReadOnlyList<SecurityToolName> DisallowedTools { get; init; } = [];

    /// <summary>Whether overrides are allowed.</summary>
    public bool AllowDisableRequired { get; init; }

    /// <summary>Required tools switched off.</summary>
    public IReadOnlyList<DatasetSecurityOverride> Overrides { get; init; } = [];

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];

    /// <summary>
    /// The policy a workflow's contract gives: required and default-enabled tools are enabled, in canonical order.
    /// </summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: the contract contradicts itself.</exception>
    public static DatasetSecurityPolicy FromContract(WorkflowSecurityContract contract, string workflowDigest)
    {
        ArgumentNullException.ThrowIfNull(contract);
        DatasetRules.Require(contract);
        return new DatasetSecurityPolicy
        {
            Source = DatasetSecuritySource.Workflow,
            SourceWorkflowDigest = workflowDigest,
            RequiredTools = contract.RequiredTools,
            OptionalTools = contract.OptionalTools,
            EnabledTools = [.. contract.RequiredTools.Concat(contract.DefaultEnabledTools).Distinct().Order()],
            DisallowedTools = contract.DisallowedTools,
            AllowDisableRequired = contract.AllowDisableRequired,
        };
    }
}
