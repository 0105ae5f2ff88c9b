using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

/// <summary>What stands in the header: collected line by line, and where lines disagree the first one wins.</summary>
internal sealed class SessionFacts(string fileName)
{
    private bool _hasEnvelope;
    private string? _firstModel;
    private string? _subAgentModel;
    private string? _branch;
    private string? _typedCommand;
    private readonly StatedCost _cost = new();

    public string? SessionId { get; private set; }

    public string? SubAgentId { get; private set; }

    /// <summary>
    /// True when the session is a sub-agent's own file. Its first line decides, so that the answer stays the same when the
    /// file grows.
    /// </summary>
    public bool IsSubAgent { get; private set; }

    public string? WorkingDirectory { get; private set; }

    public string? Version { get; private set; }

    public string? TimestampStart { get; private set; }

    public string? TimestampEnd { get; private set; }

    public string? Description { get; private set; }

    /// <summary>The model a run announced before it began.</summary>
    public string? AnnouncedModel { get; set; }

    /// <summary>The commit a hook saw last.</summary>
    public string? BaseCommit { get; set; }

    public Outcome Outcome { get; private set; } = new();

    /// <summary>A time as the harness writes it; null for text that is none.</summary>
    public static string? Time(string? timestamp) =>
        timestamp is [>= '0' and <= '9', _, _, _, '-', _, _, '-', _, _, 'T', ..] ? timestamp : null;

    public void Observe(ClaudeCodeLine line)
    {
        SessionId ??= NotEmpty(line.SessionId);
        WorkingDirectory ??= NotEmpty(line.Cwd);
        Version ??= NotEmpty(line.Version);
        _branch ??= NotEmpty(line.GitBranch);
        if (Time(line.Timestamp) is { } time)
        {
            TimestampStart ??= time;
            TimestampEnd = time;
        }

        if (!_hasEnvelope && line.Type is "user" or "assistant" or "system" or "attachment" or "progress")
            TakeFirst(line);
    }

    public void TakeModel(string? model, bool isSubAgent)
    {
        if (isSubAgent)
            _subAgentModel ??= model;
        else
            _firstModel ??= model;
    }

    public void TakeAsk(string text) => Description ??= text;

    public void TakeCommand(string? command) => _typedCommand ??= command;

    /// <summary>What a run said it cost; the last one speaks for the session.</summary>
    public void TakeRunCost(double? cost) => _cost.TakeTotal(cost);

    /// <summary>What a call said it cost.</summary>
    public void TakeCallCost(double? cost, TokenUsage usage) => _cost.TakeCall(cost, usage);

    /// <summary>What the run said of its own end. A reason to stop is never a proof of success.</summary>
    public void TakeOutcome(string? subtype, string? stopReason)
    {
        var failed = subtype?.StartsWith("error", StringComparison.Ordinal) == true;
        Outcome = new Outcome
        {
            Success = failed ? false : null,
            SignalSource = "result_message",
            SignalConfidence = failed ? "derived" : "inferred",
            Description = failed ? subtype : stopReason ?? subtype,
            TerminalState = failed ? "error" : null,
        };
    }

    public SessionHeader ToHeader(ContentHash firstEntry, IReadOnlyList<RawJson> tools, RawJson metadata) => new()
    {
        SessionId = SessionId ?? Stem(),
        SubAgentId = SubAgentId,
        FirstEntry = firstEntry,
        Agent = new Agent
        {
            Name = ClaudeCodeParser.HarnessName,
            Version = Version,
            Model = ModelName.Normalise(AnnouncedModel ?? _firstModel ?? _subAgentModel),
        },
        Task = new TraceTask
        {
            Description = Description ?? _typedCommand,
            Source = (Description ?? _typedCommand) is null ? null : "user_prompt",
            BaseCommit = BaseCommit,
        },
        Environment = new TraceEnvironment { Os = Harnesses.WorkingDirectory.OperatingSystem(WorkingDirectory), Vcs = VersionControl() },
        WorkingDirectory = WorkingDirectory,
        Outcome = Outcome,
        StatedCostUsd = _cost.Usd,
        TimestampStart = TimestampStart,
        TimestampEnd = TimestampEnd,
        ToolDefinitions = tools,
        Metadata = metadata,
    };

    private void TakeFirst(ClaudeCodeLine line)
    {
        _hasEnvelope = true;
        const string Prefix = "agent-";
        var stem = Stem();
        var isNamedAgent = stem.StartsWith(Prefix, StringComparison.Ordinal) && stem.Length > Prefix.Length;
        IsSubAgent = line.IsSidechain || isNamedAgent;
        if (IsSubAgent)
            SubAgentId = NotEmpty(line.AgentId) ?? (isNamedAgent ? stem[Prefix.Length..] : null);
    }

    private VersionControl VersionControl() => (_branch, BaseCommit) switch
    {
        (null, null) => new VersionControl(),
        _ => new VersionControl { Type = "git", Branch = _branch == "HEAD" ? null : _branch, BaseCommit = BaseCommit },
    };

    private string Stem()
    {
        var dot = fileName.LastIndexOf('.');
        return dot > 0 ? fileName[..dot] : fileName;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
