using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>What a parser knows of a session besides its steps. Everything comes from the session's own bytes.</summary>
public sealed record SessionHeader
{
    /// <summary>The harness's session id; the file name's stem when no entry holds one.</summary>
    public required string SessionId { get; init; }

    /// <summary>The sub-agent the file belongs to; null for a main session.</summary>
    public string? SubAgentId { get; init; }

    /// <summary>The digest of the first entry, for <see cref="TraceKey.FirstEntry"/>.</summary>
    public required ContentHash FirstEntry { get; init; }

    /// <summary>The harness, its version and the session's main model.</summary>
    public required Agent Agent { get; init; }

    /// <summary>What was asked.</summary>
    public TraceTask Task { get; init; } = new();

    /// <summary>Where it ran.</summary>
    public TraceEnvironment Environment { get; init; } = new();

    /// <summary>The working directory at the start; it becomes <c>metadata.cwd</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>devtime</c> for work on a person's code; <c>runtime</c> for an agent that runs tasks on its own.</summary>
    public string ExecutionContext { get; init; } = "devtime";

    /// <summary>How it ended.</summary>
    public Outcome Outcome { get; init; } = new();

    /// <summary>First time in the file.</summary>
    public string? TimestampStart { get; init; }

    /// <summary>Last time in the file.</summary>
    public string? TimestampEnd { get; init; }

    /// <summary>System prompts by hash.</summary>
    public IReadOnlyDictionary<string, string> SystemPrompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The tools the model was offered.</summary>
    public IReadOnlyList<RawJson> ToolDefinitions { get; init; } = [];

    /// <summary>
    /// Totals the session itself states and the steps do not add up to; null when the steps' usage is complete.
    /// </summary>
    public TokenUsage? TotalUsage { get; init; }

    /// <summary>
    /// US dollars the session itself states for its own calls; it wins over any price table. Null when it states none, or not for
    /// every call.
    /// </summary>
    public decimal? StatedCostUsd { get; init; }

    /// <summary>Everything specific to the harness; an object.</summary>
    public RawJson Metadata { get; init; } = RawJson.EmptyObject;
}
