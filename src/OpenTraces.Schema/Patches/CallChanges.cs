namespace OpenTraces.Schema;

/// <summary>
/// What one tool call did to the working tree, as snapshots before and after it show. It is seen while the agent works, when its
/// transcript may not exist yet, so it names the session and not the trace.
/// </summary>
public sealed record CallChanges
{
    /// <summary>The harness.</summary>
    public required string Agent { get; init; }

    /// <summary>The harness's session id, which its sub-agents may share.</summary>
    public required string SessionId { get; init; }

    /// <summary>The call.</summary>
    public required string ToolCallId { get; init; }

    /// <summary>The commit of the snapshot after the call, which is a cache: it may be gone. Null when none was made.</summary>
    public string? Commit { get; init; }

    /// <summary>The tree of that commit.</summary>
    public string? Tree { get; init; }

    /// <summary>Hunks at zero context. Their step is 0: only the transcript knows it.</summary>
    public IReadOnlyList<PatchDraft> Patches { get; init; } = [];

    /// <summary>What is missing, for example <c>patches_too_large</c>.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];
}
