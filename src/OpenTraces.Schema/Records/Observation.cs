namespace OpenTraces.Schema;

/// <summary>The result of a tool call. It stands on the step that made the call.</summary>
public sealed record Observation
{
    /// <summary>The <see cref="ToolCall.ToolCallId"/> this answers.</summary>
    public required string SourceCallId { get; init; }

    /// <summary>The result as text; over 64 KiB the stored form is a preview and names a blob.</summary>
    public string? Content { get; init; }

    /// <summary>A short preview.</summary>
    public string? OutputSummary { get; init; }

    /// <summary>Null when the call succeeded; else <c>no_result</c>, <c>tool_error</c>, <c>exit_code:N</c> or <c>interrupted</c>.</summary>
    public string? Error { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
