namespace OpenTraces.Schema;

/// <summary>One call of a model with its results, or one message of a person.</summary>
public sealed record Step
{
    /// <summary>Position in the trace, from 1 without gaps.</summary>
    public required int StepIndex { get; init; }

    /// <summary>One of <see cref="StepRole"/>'s values.</summary>
    public required string Role { get; init; }

    /// <summary>The text, null when there is none.</summary>
    public string? Content { get; init; }

    /// <summary>The model's thinking, or a marker where the provider withheld it.</summary>
    public string? ReasoningContent { get; init; }

    /// <summary><c>provider/model-name</c> of this call.</summary>
    public string? Model { get; init; }

    /// <summary>A key of <see cref="TraceRecord.SystemPrompts"/>.</summary>
    public string? SystemPromptHash { get; init; }

    /// <summary><c>main</c>, or the kind of sub-agent in lower case.</summary>
    public string? AgentRole { get; init; }

    /// <summary>The step that spawned this one; always an earlier step.</summary>
    public int? ParentStep { get; init; }

    /// <summary><c>main</c>, <c>subagent</c>, <c>warmup</c> or null.</summary>
    public string? CallType { get; init; }

    /// <summary>The id of the sub-agent session this step started.</summary>
    public string? SubagentTrajectoryRef { get; init; }

    /// <summary>The names of the tools called in this step.</summary>
    public IReadOnlyList<string> ToolsAvailable { get; init; } = [];

    /// <summary>The calls, in the order the model made them.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The results, on the step that made the call.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];

    /// <summary>Pieces of files seen or written.</summary>
    public IReadOnlyList<Snippet> Snippets { get; init; } = [];

    /// <summary>Zeros when the harness reports none.</summary>
    public TokenUsage TokenUsage { get; init; } = new();

    /// <summary>ISO 8601, as the harness wrote it.</summary>
    public string? Timestamp { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits: the context the model saw.</summary>
    public string? ContextNodeId { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
