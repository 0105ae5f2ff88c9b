namespace OpenTraces.Schema;

/// <summary>One call of a tool.</summary>
public sealed record ToolCall
{
    /// <summary>The harness's own id of the call.</summary>
    public required string ToolCallId { get; init; }

    /// <summary>The name as the model called it.</summary>
    public required string ToolName { get; init; }

    /// <summary>The arguments, as the bytes the harness wrote. Text arguments stand under <c>patch</c> or <c>raw</c>.</summary>
    public RawJson Input { get; init; } = RawJson.EmptyObject;

    /// <summary>How long the call took, in milliseconds; null when the harness does not say.</summary>
    public int? DurationMs { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
