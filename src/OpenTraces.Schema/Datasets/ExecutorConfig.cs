namespace OpenTraces.Schema;

/// <summary>Who runs a dataset's workflow.</summary>
public sealed record ExecutorConfig
{
    /// <summary>
    /// The executor of a run that names none. <c>script</c> and <c>current-agent</c> are shared names;
    /// <c>claude-code-headless</c> is read and no longer run; hosts add their own.
    /// </summary>
    public string Default { get; init; } = "script";

    /// <summary>The executor while the workflow is being written.</summary>
    public string Development { get; init; } = "current-agent";

    /// <summary>At least 1; default 30.</summary>
    public int TimeoutMinutes { get; init; } = 30;

    /// <summary>The most a run may spend, in US dollars, at least 0; null for no limit.</summary>
    public double? BudgetUsd { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
