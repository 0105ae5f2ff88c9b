using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Decides of every line where it goes.</summary>
internal sealed class CodexCliAssembler
{
    private readonly OrderedEntries _sink;
    private readonly CodexCliSteps _steps;
    private readonly CodexCliSession _session = new();
    private readonly CodexCliFork _fork = new();
    private readonly CodexCliMeter _meter = new();
    private readonly CodexCliPrompt _prompt = new();
    private readonly CodexCliEvents _events;

    public CodexCliAssembler(OrderedEntries sink)
    {
        _sink = sink;
        _steps = new CodexCliSteps(sink);
        _events = new CodexCliEvents(_session, _steps);
    }

    public CodexCliSession Session => _session;

    public CodexCliSteps Steps => _steps;

    /// <summary>True when the line ended a turn or began one, after which finished steps may be reported.</summary>
    public bool Take(CodexCliLine line, int number)
    {
        if (_fork.Covers(line, _session))
        {
            _meter.Skip(line.TotalUsage);
            _sink.Entry(number, EntryFate.Ignored, "replayed");
            return false;
        }

        _sink.Entry(number, line.Type switch
        {
            "session_meta" => Meta(line),
            "turn_context" => Context(line),
            "compacted" => Compacted(line),
            "event_msg" => Event(line),
            "response_item" => Item(line, number),
            "token_usage_record" => Meter(line),
            "world_state" or "inter_agent_communication" or "inter_agent_communication_metadata" or "dynamic_tools_updated"
                or "security_risk_score" or "realtime_item" => new EntryOutcome(EntryFate.Ignored, "harness_state"),
            _ when line.IsBare => Bare(line, number),
            _ => Unknown(line.Type),
        });
        return line.Kind is "task_complete" or "turn_aborted" or "user_message";
    }

    private EntryOutcome Meta(CodexCliLine line)
    {
        if (_session.HasMeta || line.Payload is not { } meta)
            return new EntryOutcome(EntryFate.Ignored, "repeated_session_meta");
        _session.TakeMeta(meta);
        return new EntryOutcome(EntryFate.Carried);
    }

    private EntryOutcome Context(CodexCliLine line)
    {
        _session.TakeContext(line.Context!);
        return new EntryOutcome(EntryFate.Carried);
    }

    private EntryOutcome Compacted(CodexCliLine line)
    {
        _steps.EndStep();
        _session.AddCompaction(line.Text, line.Timestamp, _steps.LastIndex);
        return new EntryOutcome(EntryFate.Carried);
    }

    private EntryOutcome Event(CodexCliLine line)
    {
        switch (line.Kind)
        {
            case "token_count":
                return Meter(line);
            case "user_message":
                return Prompt(line.Text ?? "", line.Timestamp, isEvent: true);
            case "agent_message" or "agent_reasoning":
                return Shown(line);
            default:
                return _events.Take(line) ?? Unknown(line.ItemType is { } item ? $"event_msg/{line.Kind}/{item}" : "event_msg/" + line.Kind);
        }
    }

    private EntryOutcome Meter(CodexCliLine line)
    {
        if (line.TotalUsage is null && line.LastUsage is null)
            return new EntryOutcome(EntryFate.Ignored, "no_usage");
        var used = _meter.Take(line.TotalUsage, line.LastUsage, _session.ForkedFrom is not null);
        if (used.IsZero)
            return new EntryOutcome(EntryFate.Ignored, "repeated_usage");
        return new EntryOutcome(_steps.Meter(used) ? EntryFate.Folded : EntryFate.Carried);
    }

    /// <summary>What the terminal showed; the item with the same text comes before or after it.</summary>
    private EntryOutcome Shown(CodexCliLine line)
    {
        if (string.IsNullOrEmpty(line.Text))
            return new EntryOutcome(EntryFate.Ignored, "empty_message");
        var isReasoning = line.Kind == "agent_reasoning";
        if (_steps.IsEcho(isReasoning, isEvent: true, line.Text))
            return new EntryOutcome(EntryFate.Folded);
        var step = _steps.Agent(_session, line.Timestamp, out var isNew);
        Say(step, isReasoning, isEvent: true, line.Text);
        return Started(isNew);
    }

    private EntryOutcome Item(CodexCliLine line, int number)
    {
        switch (line.Kind)
        {
            case "message":
            case null when line.Role is not null:
                return Message(line);
            case "reasoning":
                return Reasoning(line);
            case "agent_message":
                return AgentMessage(line);
            case "function_call" or "custom_tool_call" or "local_shell_call" or "web_search_call" or "tool_search_call"
                or "image_generation_call":
                return Call(line, number);
            case "function_call_output" or "custom_tool_call_output" or "tool_search_output" or "local_shell_call_output":
                return Output(line);
            case "ghost_snapshot":
                if (line.Payload is { } ghost)
                    _session.AddGhost(ghost);
                return new EntryOutcome(EntryFate.Carried);
            case "compaction" or "compaction_summary" or "compaction_trigger" or "context_compaction":
                return new EntryOutcome(EntryFate.Ignored, "compaction_marker");
            case "additional_tools" or "configuration_update":
                return new EntryOutcome(EntryFate.Ignored, "harness_state");
            default:
                return Unknown("response_item/" + line.Kind);
        }
    }

    private EntryOutcome Bare(CodexCliLine line, int number)
    {
        if (line.IsStateRecord)
            return new EntryOutcome(EntryFate.Ignored, "state_record");
        if (line.Type is null && line.Id is not null && line.Role is null)
        {
            if (_session.HasMeta || line.Payload is not { } header)
                return new EntryOutcome(EntryFate.Ignored, "repeated_session_meta");
            _session.TakeMeta(header);
            return new EntryOutcome(EntryFate.Carried);
        }

        return line.Type is null && line.Role is null ? Unknown("(none)") : Item(line, number);
    }

    private EntryOutcome Message(CodexCliLine line)
    {
        switch (line.Role)
        {
            case "user":
                return UserItem(line);
            case "assistant":
                var text = string.Join('\n', line.Parts);
                if (text.Length == 0)
                    return new EntryOutcome(EntryFate.Ignored, "empty_message");
                if (_steps.IsEcho(isReasoning: false, isEvent: false, text))
                    return new EntryOutcome(EntryFate.Folded);
                var step = _steps.Agent(_session, line.Timestamp, out var isNew);
                Say(step, isReasoning: false, isEvent: false, text);
                return Started(isNew);
            default:
                foreach (var part in line.Parts)
                    _session.Inject(line.Role ?? "system", CodexCliInjected.KindOf(part) ?? "instructions", part);
                return new EntryOutcome(EntryFate.Carried);
        }
    }

    private EntryOutcome UserItem(CodexCliLine line)
    {
        var own = new List<string>(line.Parts.Count);
        for (var i = 0; i < line.Parts.Count; i++)
        {
            var part = line.Parts[i];
            if (CodexCliInjected.KindOf(part, line.PartKinds, line.Parts.Count, i) is { } kind)
                _session.Inject(StepRole.User, kind, part);
            else if (!CodexCliInjected.IsImageFrame(line.Parts, i))
                own.Add(part);
        }

        if (own.Count == 0)
            return line.Parts.Count > 0 ? new EntryOutcome(EntryFate.Carried) : new EntryOutcome(EntryFate.Ignored, "empty_message");
        return Prompt(string.Join('\n', own), line.Timestamp, isEvent: false);
    }

    private EntryOutcome Prompt(string text, string? timestamp, bool isEvent)
    {
        if (_prompt.IsSame(text, isEvent, _steps.LastIndex))
            return new EntryOutcome(EntryFate.Folded);
        if (text.Length == 0)
            return new EntryOutcome(EntryFate.Ignored, "empty_message");
        _steps.Message(StepRole.User, text, timestamp);
        _prompt.Remember(text, isEvent, _steps.LastIndex);
        _session.FirstPrompt ??= text;
        _session.TerminalState = null;
        return new EntryOutcome(EntryFate.Mapped);
    }

    /// <summary>What another thread says to this one.</summary>
    private EntryOutcome AgentMessage(CodexCliLine line)
    {
        var text = string.Join('\n', line.Content);
        if (text.Length == 0)
            return new EntryOutcome(EntryFate.Ignored, "empty_message");
        _steps.Message(_session.CallType == "subagent" ? StepRole.User : StepRole.System, text, line.Timestamp);
        if (_session.CallType == "subagent")
            _session.FirstPrompt ??= text;
        return new EntryOutcome(EntryFate.Mapped);
    }

    private EntryOutcome Reasoning(CodexCliLine line)
    {
        var parts = line.Summary.Count > 0 ? line.Summary : line.Content;
        if (parts.Count == 0 && !line.HasEncryptedContent)
            return new EntryOutcome(EntryFate.Ignored, "empty_reasoning");
        var own = parts.Where(part => !_steps.IsEcho(isReasoning: true, isEvent: false, part)).ToList();
        if (parts.Count > 0 && own.Count == 0)
            return new EntryOutcome(EntryFate.Folded);
        var step = _steps.Agent(_session, line.Timestamp, out var isNew);
        foreach (var part in own)
            Say(step, isReasoning: true, isEvent: false, part);
        if (!step.HasReasoning)
            step.AddReasoning(Withheld.EncryptedReasoning);
        return Started(isNew);
    }

    private EntryOutcome Call(CodexCliLine line, int number)
    {
        _ = _steps.Agent(_session, line.Timestamp, out var isNew);
        var name = line.Kind switch
        {
            "local_shell_call" => "local_shell",
            "web_search_call" => "web_search",
            "tool_search_call" => "tool_search",
            "image_generation_call" => "image_generation",
            _ => line.Name is { Length: > 0 } given ? given : "unknown",
        };
        var id = line.CallId ?? (line.Kind is "function_call" or "custom_tool_call" ? null : line.Id);
        if (string.IsNullOrEmpty(id))
            id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_line_{number}");
        var input = line.Input ?? RawJson.EmptyObject;
        var call = _steps.AddCall(id, name, input, line.Timestamp, input.GetString("workdir"u8) ?? _session.Directory, out var early);
        if (early is not null)
            Spawned(call, early);
        else if (line.Kind is "web_search_call" or "image_generation_call")
            _steps.Calls.Answer(call, new CodexCliOutput(null, null, null));
        if (input.Utf8.Span.IndexOf("/SKILL.md"u8) >= 0 && CodexCliSkills.FindName(input) is { } skill)
            _session.AddSkill(skill);
        return Started(isNew);
    }

    private EntryOutcome Output(CodexCliLine line)
    {
        if (line.CallId is not { } id)
            return new EntryOutcome(EntryFate.Ignored, "result_without_call");
        var output = line.Output ?? new CodexCliOutput(null, null, null);
        var outcome = _steps.Calls.Answer(id, output);
        if (outcome.Fate == EntryFate.Folded)
        {
            foreach (var call in _steps.Calls.Find(id))
                Spawned(call, output);
        }

        return outcome;
    }

    private void Spawned(CodexCliCall call, CodexCliOutput output)
    {
        if (call.Pending.Name == "spawn_agent" && output.SpawnedThread() is { } thread)
            call.SpawnedThread ??= thread;
        if (call.SpawnedThread is { } spawned)
            _session.AddSpawned(call.Pending.Id, spawned);
    }

    private void Say(StepBuilder step, bool isReasoning, bool isEvent, string text)
    {
        if (isReasoning)
            step.AddReasoning(text);
        else
            step.AddContent(text);
        _steps.Said(isReasoning, isEvent, text);
    }

    private EntryOutcome Unknown(string? type)
    {
        _sink.UnknownType(type ?? "(none)");
        return new EntryOutcome(EntryFate.Ignored, "unknown_type");
    }

    private static EntryOutcome Started(bool isNew) => new(isNew ? EntryFate.Mapped : EntryFate.Folded);
}
