namespace OpenTraces.Schema;

/// <summary>
/// One session of a coding agent. The JSON form is schema 0.7.0; see <see cref="TraceJson"/>. Instances are immutable;
/// identity is <see cref="TraceId"/>, not record equality.
/// </summary>
public sealed record TraceRecord
{
    /// <summary>
    /// <see cref="TraceSchema.Version"/>, also for what was read from an older record; the writer's own version from 0.8 on.
    /// Above 0.9 the record cannot be written.
    /// </summary>
    public string SchemaVersion { get; init; } = TraceSchema.Version;

    /// <summary>A UUID; see <see cref="TraceKey.ToTraceId"/>.</summary>
    public required string TraceId { get; init; }

    /// <summary>The harness's own session id.</summary>
    public required string SessionId { get; init; }

    /// <summary>
    /// What the record's JSON says, null for one that was never written. Writing computes it anew; see
    /// <see cref="TraceJson.ComputeContentHash"/>.
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>The first time in the file, as the harness wrote it.</summary>
    public string? TimestampStart { get; init; }

    /// <summary>The last time in the file.</summary>
    public string? TimestampEnd { get; init; }

    /// <summary><c>devtime</c> for work on code, <c>runtime</c> for acting in an environment, or null.</summary>
    public string? ExecutionContext { get; init; }

    /// <summary>What was asked.</summary>
    public TraceTask Task { get; init; } = new();

    /// <summary>Who worked.</summary>
    public required Agent Agent { get; init; }

    /// <summary>Where.</summary>
    public TraceEnvironment Environment { get; init; } = new();

    /// <summary>System prompts by their hash.</summary>
    public IReadOnlyDictionary<string, string> SystemPrompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The tools the model was offered, as the harness described them.</summary>
    public IReadOnlyList<RawJson> ToolDefinitions { get; init; } = [];

    /// <summary>In the order they happened.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>How it ended.</summary>
    public Outcome Outcome { get; init; } = new();

    /// <summary>Every hunk the session's tools produced.</summary>
    public IReadOnlyList<Patch> Patches { get; init; } = [];

    /// <summary>Package names from manifest files.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Totals.</summary>
    public TraceMetrics Metrics { get; init; } = new();

    /// <summary>What security tools did.</summary>
    public SecurityMetadata Security { get; init; } = new();

    /// <summary>Lines by conversation; null when no code changed or nobody computed it.</summary>
    public Attribution? Attribution { get; init; }

    /// <summary><c>provisional</c>, or <c>final</c> once tied to a revision.</summary>
    public string Lifecycle { get; init; } = "provisional";

    /// <summary>Computed from <see cref="Patches"/>.</summary>
    public IReadOnlyList<GitLink> GitLinks { get; init; } = [];

    /// <summary>Which capture of the session this is, from 1 in a bucket.</summary>
    public int GenerationIndex { get; init; }

    /// <summary>Counts and limitations of the context tree.</summary>
    public RawJson ContextTreeSummary { get; init; } = RawJson.EmptyObject;

    /// <summary>Everything specific to the harness; an object.</summary>
    public RawJson Metadata { get; init; } = RawJson.EmptyObject;

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
