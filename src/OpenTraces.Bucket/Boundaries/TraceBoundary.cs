namespace OpenTraces.Bucket;

/// <summary>A moment at which the working tree has a meaning.</summary>
public sealed record TraceBoundary
{
    /// <summary><c>tool_before</c>, <c>tool_after</c>, <c>turn_end</c> or <c>commit</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The harness.</summary>
    public required string Agent { get; init; }

    /// <summary>The harness's session id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The call, for the tool boundaries.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>
    /// Whether the call itself changes no file: it reads, or hands the work to agents whose calls have boundaries of their own. Then what
    /// changes between its boundaries is another call's, which is not alone while any call runs that may write.
    /// </summary>
    public bool WritesNothing { get; init; }

    /// <summary>The directory the agent works in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long observers may take together; default 250 ms.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(250);
}
