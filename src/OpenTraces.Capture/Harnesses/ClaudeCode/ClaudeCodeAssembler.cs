using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.State;
using OpenTraces.Capture.Harnesses.ClaudeCode.Steps;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>Turns lines into steps: one per API call, however many lines it takes, and one per message to the model.</summary>
internal sealed class ClaudeCodeAssembler
{
    private readonly OrderedEntries _sink;
    private readonly SessionFacts _facts;
    private readonly SessionState _state = new();
    private readonly StateLines _stateLines;
    private readonly SubAgents _agents;
    private readonly StepQueue _queue;
    private readonly AgentMessages _messages;
    private readonly ToolResults _results;
    private readonly IdSet _seen = new();
    private readonly IdSet _said = new();
    private bool _isWarmup;
    private int _turn;

    public ClaudeCodeAssembler(SessionSource source, OrderedEntries sink)
    {
        _sink = sink;
        _facts = new SessionFacts(source.FileName);
        _stateLines = new StateLines(_state, _facts);
        _agents = new SubAgents(source.Companions);
        _queue = new StepQueue(sink, Close);
        _results = new ToolResults(sink, _queue, _agents);
        _messages = new AgentMessages(sink, _queue, _agents, _results, _state, _facts);
    }

    private static EntryOutcome Replayed => new(EntryFate.Ignored, "replayed");

    private static EntryOutcome InAgentFile => new(EntryFate.Ignored, "in_agent_file");

    public bool HasReady => _queue.HasReady;

    public ValueTask ReleaseReadyAsync(CancellationToken cancellationToken) => _queue.ReleaseReadyAsync(cancellationToken);

    public async ValueTask<SessionHeader> FinishAsync(ContentHash firstEntry, CancellationToken cancellationToken)
    {
        await _queue.ReleaseAllAsync(cancellationToken).ConfigureAwait(false);
        _results.Finish();
        return _facts.ToHeader(firstEntry, _stateLines.Tools, _state.ToMetadata(_agents));
    }

    /// <summary>Takes an entry; the memory is only read during the call.</summary>
    public void Take(ClaudeCodeLine line, ReadOnlyMemory<byte> entry, int number) =>
        _sink.Entry(number, line.Document is null ? TakeLine(line, entry) : TakeDocument(line.Document, entry));

    private EntryOutcome TakeDocument(List<ClaudeCodeLine> lines, ReadOnlyMemory<byte> entry)
    {
        var fate = EntryFate.Ignored;
        foreach (var line in lines)
        {
            var outcome = TakeLine(line, entry);
            if (outcome.Held is { } held)
                held.Outcome = outcome with { Held = null };
            if (outcome.Fate == EntryFate.Mapped)
                fate = EntryFate.Mapped;
        }

        return new EntryOutcome(fate, fate == EntryFate.Ignored ? "empty_document" : null);
    }

    private EntryOutcome TakeLine(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        _facts.Observe(line);
        _state.AddSession(line.SessionId);
        _state.SetFirst("cwd", line.Cwd);
        _state.SetFirst("slug", line.Slug);
        // A line without a type that holds an API message is how usage exporters write one.
        return (line.Type ?? (line.SessionId is null ? null : line.Message?.Role)) switch
        {
            "user" or "assistant" when IsInAgentFile(line) => InAgentFile,
            "user" => IsCopy(line) ? Replayed : TakeUser(line, entry),
            "assistant" => IsCopy(line) ? Replayed : TakeAssistant(line),
            "progress" => TakeProgress(line, entry),
            "attachment" => IsCopy(line) ? Replayed : TakeAttachment(line, entry),
            null => Unknown("(none)", "no_type"),
            _ => IsCopy(line) ? Replayed : TakeState(line, entry),
        };
    }

    /// <summary>A resumed session may hold its history again, with its ids or with new ones; each line counts once.</summary>
    private bool IsCopy(ClaudeCodeLine line)
    {
        var isCopy = line.Uuid is { } uuid && !_seen.Add(uuid, LineStamp.Of(line));
        return !LineStamp.AddTo(_said, line) || isCopy;
    }

    private EntryOutcome TakeState(ClaudeCodeLine line, ReadOnlyMemory<byte> entry) =>
        _stateLines.Take(line, entry) ?? Unknown($"{line.Type}{Kind(line)}", "unknown_type");

    private static string Kind(ClaudeCodeLine line) => (line.InnerType ?? line.Subtype) is { } kind ? "/" + kind : "";

    private EntryOutcome Unknown(string type, string reason)
    {
        _sink.UnknownType(type);
        return new EntryOutcome(EntryFate.Ignored, reason);
    }

    private EntryOutcome TakeProgress(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        switch (line.InnerType)
        {
            case "agent_progress" when line.Inner is { Message: not null } inner:
                inner.SessionId = line.SessionId;
                inner.Cwd = line.Cwd;
                inner.Version = line.Version;
                inner.Timestamp ??= line.Timestamp;
                inner.ParentToolUseId = line.ParentToolUseId;
                inner.IsSidechain = true;
                return inner.Type switch
                {
                    "user" or "assistant" when IsInAgentFile(inner) => InAgentFile,
                    "user" => IsCopy(inner) ? Replayed : TakeUser(inner, entry),
                    "assistant" => IsCopy(inner) ? Replayed : TakeAssistant(inner),
                    _ => Unknown("progress/agent_progress/" + inner.Type, "unknown_type"),
                };
            case "hook_progress":
                _state.AddHook(line.HookEvent);
                return new EntryOutcome(EntryFate.Carried);
            case "agent_progress" or "bash_progress" or "skill_progress":
                return new EntryOutcome(EntryFate.Ignored, "progress_duplicate");
            case "mcp_progress" or "query_update" or "search_results_received" or "waiting_for_task" or "tool_progress":
                return new EntryOutcome(EntryFate.Ignored, "progress_state");
            default:
                return Unknown("progress" + Kind(line), "unknown_type");
        }
    }

    private EntryOutcome TakeAssistant(ClaudeCodeLine line) =>
        WithoutMessage(line) ?? _messages.Take(line, _turn, Agent(line));

    /// <summary>An attachment the model reads is a step; the others are carried.</summary>
    private EntryOutcome TakeAttachment(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        if (line.InnerType == "queued_command" && line.Prompt.Count > 0)
        {
            return TakeTexts(line, line.Prompt, Agent(line))
                ? new EntryOutcome(EntryFate.Mapped)
                : new EntryOutcome(EntryFate.Ignored, "empty_message");
        }

        var outcome = TakeState(line, entry);
        if (!line.Data.IsPresent
            || AttachmentText.Read(line.InnerType, RawJson.FromTrusted(entry.Slice(line.Data.Start, line.Data.Length))) is not { } text)
            return outcome;
        var step = StartText(line, Agent(line), UserTextKind.Injected, text);
        step.Builder.AddContent(text);
        _queue.Grow(step, 2L * text.Length);
        return new EntryOutcome(EntryFate.Mapped);
    }

    /// <summary>
    /// Whether the line is a copy of one in the agent's own file, which is a trace of its own: told twice, its tokens
    /// and its patches would count twice.
    /// </summary>
    private bool IsInAgentFile(ClaudeCodeLine line)
    {
        if (!line.IsSidechain || !_agents.HasOwnFile(line.AgentId))
            return false;
        _agents.Find(line);
        return true;
    }

    private EntryOutcome TakeUser(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        if (WithoutMessage(line) is { } without)
            return without;
        var agent = Agent(line);
        var blocks = line.Message!.Blocks;
        var results = _results.Take(line, entry);
        if (TakeTexts(line, blocks, agent))
        {
            var mapped = new EntryOutcome(EntryFate.Mapped);
            if (results?.Held is { } held)
                held.Outcome = mapped;
            return mapped;
        }

        return results ?? (line.Message.HasContent
            ? new EntryOutcome(EntryFate.Ignored, "empty_message")
            : new EntryOutcome(EntryFate.Malformed, "no_content"));
    }

    private static EntryOutcome? WithoutMessage(ClaudeCodeLine line)
    {
        if (line.Message is not null)
            return null;
        return line.HasMessage && !line.IsMessageNull
            ? new EntryOutcome(EntryFate.Malformed, "message_not_an_object")
            : new EntryOutcome(EntryFate.Ignored, "no_message");
    }

    /// <summary>Starts a step for each voice among the texts of a line; false when it has none.</summary>
    private bool TakeTexts(ClaudeCodeLine line, List<ClaudeBlock> blocks, Speaker speaker)
    {
        OpenStep? step = null;
        UserTextKind? voice = null;
        foreach (var block in blocks)
        {
            if (AgentMessages.IsResult(block))
                continue;
            if (block.Kind is not ("text" or "image" or "document"))
                _sink.UnknownType($"user/{block.Kind}");
            if (string.IsNullOrEmpty(block.Text))
                continue;
            // What the editor shows stands before the ask, and may share a block with it.
            var shown = block.Kind == "text" ? UserText.EditorContext(block.Text) : 0;
            if (shown > 0)
                Add(UserTextKind.Injected, block.Text[..shown]);
            if (shown == block.Text.Length)
                continue;
            var text = block.Text[shown..];
            Add(block.Kind == "text" ? UserText.Classify(line, text) : VoiceOfMedia(line, voice), text);
            if (block.Kind == "text" && voice == UserTextKind.Ask && IsPersons(speaker))
                _facts.TakeAsk(text);
        }

        return step is not null;

        void Add(UserTextKind kind, string text)
        {
            if (step is null || kind != voice)
                step = StartText(line, speaker, kind, text);
            voice = kind;
            step.Builder.AddContent(text);
            _queue.Grow(step, 2L * text.Length);
        }
    }

    /// <summary>An image goes with the words before it, but not with those the harness put before a person's.</summary>
    private static UserTextKind VoiceOfMedia(ClaudeCodeLine line, UserTextKind? voice) =>
        voice is null or UserTextKind.Injected ? UserText.Classify(line, "") : voice.Value;

    private bool IsPersons(Speaker speaker) => !speaker.IsSubAgent || _facts.IsSubAgent;

    private OpenStep StartText(ClaudeCodeLine line, Speaker speaker, UserTextKind kind, string text)
    {
        var isInline = !IsPersons(speaker);
        if (kind is UserTextKind.Ask or UserTextKind.PromptCommand && !isInline)
            TakeAsk(kind, text);
        var role = kind == UserTextKind.Injected || (isInline && kind != UserTextKind.Notice) ? StepRole.System : StepRole.User;
        var step = new OpenStep(new StepBuilder(role)
        {
            CallType = speaker.IsSubAgent ? (_isWarmup ? "warmup" : "subagent") : role == StepRole.User ? "main" : null,
            AgentRole = speaker.IsSubAgent ? speaker.Role : null,
            ParentStep = speaker.ParentStep,
            Timestamp = SessionFacts.Time(line.Timestamp),
        })
        {
            AgentId = line.AgentId,
            IsSubAgent = speaker.IsSubAgent,
        };
        _queue.Start(step);
        return step;
    }

    private void TakeAsk(UserTextKind kind, string text)
    {
        _turn++;
        if (_facts.IsSubAgent && _facts.Description is null && text.Trim() == "Warmup")
            _messages.IsWarmup = _isWarmup = true;
        if (kind == UserTextKind.PromptCommand)
            _facts.TakeCommand(UserText.Command(text));
    }

    private Speaker Agent(ClaudeCodeLine line)
    {
        if (!line.IsSidechain && line.ParentToolUseId is null && !_facts.IsSubAgent)
            return Speaker.Main;
        var agent = _agents.Find(line);
        if (!line.IsSidechain && agent is null && !_facts.IsSubAgent)
            return Speaker.Main;
        return new Speaker(true, agent?.Role ?? SubAgents.DefaultRole, agent?.StepIndex);
    }

    private void Close(OpenStep step)
    {
        _messages.Close(step);
        _results.Close(step);
        foreach (var agent in step.Spawned)
            agent.Step = null;
    }
}
