using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.State;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Puts the fragments of an API message together, wherever in the file they stand, and counts its tokens once.</summary>
internal sealed class AgentMessages(
    ISessionSink sink, StepQueue queue, SubAgents agents, ToolResults results, SessionState state, SessionFacts facts)
{
    private readonly Dictionary<UInt128, OpenStep> _open = [];
    private readonly ClosedMessages _closed = new();
    private int _unnamedCalls;

    public bool IsWarmup { get; set; }

    public static bool IsResult(ClaudeBlock block) =>
        block.Kind == "tool_result" || block.Kind.EndsWith("_tool_result", StringComparison.Ordinal);

    public EntryOutcome Take(ClaudeCodeLine line, int turn, Speaker speaker)
    {
        var message = line.Message!;
        var key = Key(line, turn);
        OpenStep? step = null;
        var isNew = key is not { } open || !_open.TryGetValue(open, out step);
        if (isNew && key is { } closed && _closed.Holds(closed, message))
            return new EntryOutcome(EntryFate.Ignored, "replayed");
        step ??= Start(line, key, speaker);
        if (!isNew && Holds(step, line))
            return new EntryOutcome(EntryFate.Ignored, "replayed");
        if (line.Uuid is { } uuid)
        {
            step.Uuids.Add(uuid);
            results.AddLine(uuid, step);
        }

        foreach (var block in message.Blocks)
        {
            if (!step.IsContinuation || !_closed.Holds(step.Key!.Value, block))
                AddBlock(step, block, line);
        }

        AddUsage(step, message, line);
        return new EntryOutcome(isNew ? EntryFate.Mapped : EntryFate.Folded);
    }

    /// <summary>Settles what only the whole message shows.</summary>
    public void Close(OpenStep step)
    {
        if (step.Key is { } key)
        {
            _open.Remove(key);
            _closed.Add(key, step);
        }

        var builder = step.Builder;
        if (builder.Role != StepRole.Agent)
            return;
        if (step.HasUsage)
            facts.TakeCallCost(step.StatedCost, builder.Usage);
        if (step.HasUsage && !step.HasStopReason && ClaudeCodeVersions.WritesPlaceholderTokens(step.Version))
        {
            builder.Usage = builder.Usage with { OutputIsPlaceholder = true };
            state.AddLimitation("output_tokens_placeholder");
        }

        if (IsWarmup && step.IsSubAgent || (step.HasUsage && builder.IsEmpty && builder.Usage.OutputTokens <= 10))
            builder.CallType = "warmup";
    }

    /// <summary>The message's id; for lines without one the request, as long as nobody asked anything in between.</summary>
    private static UInt128? Key(ClaudeCodeLine line, int turn)
    {
        if (line.Message!.Id is { } id)
            return id;
        return line.RequestId is { } request && line.SessionId is { } session
            ? QuickDigest.Combine(request, QuickDigest.OfId(session), (ulong)turn + 1)
            : null;
    }

    private OpenStep Start(ClaudeCodeLine line, UInt128? key, Speaker speaker)
    {
        var model = ModelName.Normalise(line.Message!.Model);
        facts.TakeModel(model, speaker.IsSubAgent);
        var step = new OpenStep(new StepBuilder(StepRole.Agent)
        {
            Model = model,
            CallType = speaker.IsSubAgent ? "subagent" : "main",
            AgentRole = speaker.Role,
            ParentStep = speaker.ParentStep,
            Timestamp = SessionFacts.Time(line.Timestamp),
        })
        {
            Key = key,
            SessionId = line.SessionId,
            AgentId = line.AgentId,
            IsSubAgent = speaker.IsSubAgent,
            Version = line.Version,
            IsContinuation = key is { } told && _closed.Contains(told),
        };
        queue.Start(step);
        if (key is { } open)
            _open.Add(open, step);
        return step;
    }

    /// <summary>True when the line says nothing the step does not hold: history written again under new ids.</summary>
    private static bool Holds(OpenStep step, ClaudeCodeLine line)
    {
        var isForeign = line.SessionId != step.SessionId;
        var any = false;
        foreach (var block in line.Message!.Blocks)
        {
            any = true;
            var held = block.Kind switch
            {
                "tool_use" => block.Id is not null && step.Builder.Calls.Any(c => c.Id == block.Id),
                "text" or "thinking" => isForeign && block.Text is not null && step.Parts.Contains(block.Text),
                _ => false,
            };
            if (!held)
                return false;
        }

        return any || isForeign;
    }

    private void AddBlock(OpenStep step, ClaudeBlock block, ClaudeCodeLine line)
    {
        var builder = step.Builder;
        queue.Grow(step, 64 + 2L * (block.Text?.Length ?? 0) + block.Input.Utf8.Length);
        switch (block.Kind)
        {
            case "text" or "image" or "document":
                builder.AddContent(block.Text);
                Remember(step, block.Text);
                break;
            case "thinking" when !string.IsNullOrEmpty(block.Text):
                builder.AddReasoning(block.Text);
                Remember(step, block.Text);
                break;
            case "thinking" or "redacted_thinking":
                if ((block.HasSignature || block.Kind != "thinking") && !builder.HasReasoning)
                    builder.AddReasoning(Withheld.Reasoning);
                break;
            case "tool_use" or "server_tool_use" or "mcp_tool_use":
                AddCall(step, block, line);
                break;
            case "fallback":
                state.AddLimitation("model_fallback");
                break;
            default:
                if (IsResult(block))
                    results.Answer(block, line);
                else
                    sink.UnknownType($"assistant/{block.Kind}");
                break;
        }
    }

    private void AddCall(OpenStep step, ClaudeBlock block, ClaudeCodeLine line)
    {
        if (block.Id is not null && step.Builder.Calls.Any(c => c.Id == block.Id))
            return;
        var id = string.IsNullOrEmpty(block.Id) ? $"unnamed-{++_unnamedCalls}" : block.Id;
        var call = new OpenCall
        {
            Call = step.Builder.AddCall(id, block.Name ?? "unknown", block.Input),
            Step = step,
            WorkingDirectory = line.Cwd ?? facts.WorkingDirectory,
            Timestamp = SessionFacts.Time(line.Timestamp),
        };
        if (SubAgents.Spawns(call.Call.Name))
            agents.Add(step, call, line.Uuid);
        results.Expect(call);
        state.AddSkill(SkillOf(call.Call.Name, block.Input));
    }

    /// <summary>The skill a call loads, by its name or by reading its instructions.</summary>
    private static string? SkillOf(string toolName, RawJson input) => toolName switch
    {
        "Skill" => input.GetString("skill"u8) ?? input.GetString("command"u8),
        "Read" => SkillPaths.FindName(input.GetString("file_path"u8) ?? ""),
        "Bash" => SkillPaths.FindName(input.GetString("command"u8) ?? ""),
        _ => null,
    };

    /// <summary>Fragments repeat the usage, the earlier ones unfinished: the one with most output is the message's.</summary>
    private static void AddUsage(OpenStep step, ClaudeMessage message, ClaudeCodeLine line)
    {
        step.HasStopReason |= message.StopReason is not null;
        if (step.IsContinuation || message.Usage is null || message.Model == ModelName.Synthetic || line.IsApiErrorMessage)
            return;
        if (!step.HasUsage || message.Usage.OutputTokens >= step.Builder.Usage.OutputTokens)
            step.Builder.Usage = message.Usage;
        step.StatedCost = line.CostUsd ?? step.StatedCost;
        step.HasUsage = true;
    }

    private static void Remember(OpenStep step, string? text)
    {
        if (text is not null)
            step.Parts.Add(text);
    }
}
