namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>One entry of a session, as far as this parser uses it. Names are those of the format.</summary>
internal sealed class ClaudeCodeLine
{
    private readonly ClaudeMessage _message = new();

    public string? Type { get; set; }

    public string? Subtype { get; set; }

    /// <summary>The digest of the id, as of every id that is only compared.</summary>
    public UInt128? Uuid { get; set; }

    public UInt128? ParentUuid { get; set; }

    public string? SessionId { get; set; }

    public UInt128? RequestId { get; set; }

    public string? AgentId { get; set; }

    public string? Timestamp { get; set; }

    public string? Cwd { get; set; }

    public string? Version { get; set; }

    /// <summary>Empty outside a repository, <c>HEAD</c> when detached, null when the line does not say.</summary>
    public string? GitBranch { get; set; }

    public string? Slug { get; set; }

    public bool IsSidechain { get; set; }

    public bool IsMeta { get; set; }

    public bool IsCompactSummary { get; set; }

    public bool IsApiErrorMessage { get; set; }

    /// <summary>The call whose agent the line belongs to.</summary>
    public string? ParentToolUseId { get; set; }

    /// <summary>The call that made the harness write the line.</summary>
    public string? SourceToolUseId { get; set; }

    public UInt128? SourceAssistantUuid { get; set; }

    public string? OriginKind { get; set; }

    public string? PermissionMode { get; set; }

    /// <summary>True when the line has a <c>message</c>, whatever it is.</summary>
    public bool HasMessage { get; set; }

    public bool IsMessageNull { get; set; }

    /// <summary>Null when the message is no object.</summary>
    public ClaudeMessage? Message { get; set; }

    /// <summary>Null when there is none, or it is text or a list.</summary>
    public ClaudeToolResult? ToolUseResult { get; set; }

    /// <summary>The <c>type</c> inside <c>data</c> or <c>attachment</c>.</summary>
    public string? InnerType { get; set; }

    /// <summary>The event of a hook, wherever the line holds it.</summary>
    public string? HookEvent { get; set; }

    /// <summary>The message of a sub-agent that a progress line repeats.</summary>
    public ClaudeCodeLine? Inner { get; set; }

    /// <summary>What a queued command says.</summary>
    public List<ClaudeBlock> Prompt { get; } = [];

    /// <summary>Text of a system, summary or queue line.</summary>
    public string? Text { get; set; }

    /// <summary>The value of a state line, under the name <see cref="Type"/> gives it.</summary>
    public string? State { get; set; }

    public string? Operation { get; set; }

    public string? Model { get; set; }

    public string? Trigger { get; set; }

    public long? PreTokens { get; set; }

    public long? TokensSaved { get; set; }

    public long? DurationMs { get; set; }

    public long? Turns { get; set; }

    public double? CostUsd { get; set; }

    public string? StopReason { get; set; }

    public string? Repository { get; set; }

    public long? Number { get; set; }

    public string? Url { get; set; }

    /// <summary>Files a snapshot or a delta tracks.</summary>
    public List<string> TrackedFiles { get; } = [];

    public JsonSlice Error { get; set; }

    public JsonSlice Tools { get; set; }

    public JsonSlice McpServers { get; set; }

    public JsonSlice ModelUsage { get; set; }

    public JsonSlice PermissionDenials { get; set; }

    /// <summary>The <c>data</c> of a hook's line, an attachment, or what a worktree line describes.</summary>
    public JsonSlice Data { get; set; }

    /// <summary>The lines of a session saved as one document.</summary>
    public List<ClaudeCodeLine>? Document { get; set; }

    /// <summary>The message as an empty one, to be read into.</summary>
    public ClaudeMessage StartMessage()
    {
        _message.Clear();
        return Message = _message;
    }

    /// <summary>Makes it as new.</summary>
    public void Clear()
    {
        Type = Subtype = SessionId = AgentId = Timestamp = Cwd = null;
        Version = GitBranch = Slug = ParentToolUseId = SourceToolUseId = OriginKind = null;
        PermissionMode = InnerType = HookEvent = Text = State = Operation = null;
        Model = Trigger = StopReason = Repository = Url = null;
        Uuid = ParentUuid = RequestId = SourceAssistantUuid = null;
        IsSidechain = IsMeta = IsCompactSummary = IsApiErrorMessage = HasMessage = IsMessageNull = false;
        Message = null;
        ToolUseResult = null;
        Inner = null;
        PreTokens = TokensSaved = DurationMs = Turns = Number = null;
        CostUsd = null;
        Error = Tools = McpServers = ModelUsage = PermissionDenials = Data = default;
        Document = null;
        Prompt.Clear();
        TrackedFiles.Clear();
    }
}
