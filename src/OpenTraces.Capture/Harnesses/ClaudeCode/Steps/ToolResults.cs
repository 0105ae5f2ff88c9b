using System.Globalization;
using OpenTraces.Capture.Harnesses.ClaudeCode.Edits;
using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Brings results to their calls, by id, and reports what a successful call changed or showed.</summary>
internal sealed class ToolResults(OrderedEntries sink, StepQueue queue, SubAgents agents)
{
    private const string Repeated = "repeated_result";

    private readonly Dictionary<string, OpenCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, OpenStep> _lines = [];
    private readonly IdSet _closed = new();
    private readonly IdSet _unanswered = new();
    private readonly EarlyResults _early = new(sink);

    /// <summary>Takes a call, and answers it when its result stood before it.</summary>
    public void Expect(OpenCall call)
    {
        _calls[call.Call.Id] = call;
        if (_early.Take(call.Call.Id) is { Block: { } block } early)
            Answer(call, block, early.Account, early.Entry);
    }

    /// <summary>Remembers which step a line went into, for results that name the line and not the call.</summary>
    public void AddLine(UInt128 uuid, OpenStep step) => _lines[uuid] = step;

    /// <summary>Takes the results of a line; null when it has none.</summary>
    public EntryOutcome? Take(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        EntryOutcome? outcome = null;
        HeldEntry? held = null;
        foreach (var block in line.Message!.Blocks)
        {
            if (!AgentMessages.IsResult(block))
                continue;
            var reason = Answer(block, line, entry, ref held);
            if (reason is null)
                outcome = new EntryOutcome(EntryFate.Folded);
            else
                outcome ??= new EntryOutcome(EntryFate.Ignored, reason);
        }

        if (held is not { Waiting: > 0 })
            return outcome;
        if (outcome is { Fate: EntryFate.Folded })
            held.Outcome = outcome;
        return held.Outcome is null ? new EntryOutcome(EntryFate.Ignored, "result_without_call", held) : outcome;
    }

    /// <summary>Brings a result that stands in the model's own message to its call.</summary>
    public void Answer(ClaudeBlock block, ClaudeCodeLine line)
    {
        HeldEntry? held = null;
        Answer(block, line, default, ref held);
    }

    /// <summary>Brings one result to its call; else says why not. The first of several answers stands.</summary>
    private string? Answer(ClaudeBlock block, ClaudeCodeLine line, ReadOnlyMemory<byte> entry, ref HeldEntry? held)
    {
        // A list of several results shares one account of the tool, and nobody knows whose it is.
        var result = !entry.IsEmpty && line.Message!.Blocks.Count(AgentMessages.IsResult) == 1 ? line.ToolUseResult : null;
        if (Find(block, line) is not { } call)
        {
            var id = block.ToolUseId ?? line.SourceToolUseId ?? "";
            if (_closed.Contains(id))
                return _unanswered.Contains(id) ? "late_result" : Repeated;
            if (_early.Contains(id))
                return Repeated;
            if (id.Length == 0)
                sink.ResultWithoutCall(id);
            else
                _early.Keep(id, block, result, entry, ref held);
            return "result_without_call";
        }

        if (call.Call.IsAnswered)
            return Repeated;
        Answer(call, block, result, entry);
        return null;
    }

    /// <summary>Reports the results whose call never came.</summary>
    public void Finish() => _early.Finish();

    private void Answer(OpenCall call, ClaudeBlock block, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        var error = Error(block, result);
        call.Call.Answer(block.Text, error);
        call.Call.DurationMs = (int?)result?.DurationMs ?? call.Call.DurationMs;
        queue.Grow(call.Step, 2L * (block.Text?.Length ?? 0));
        Link(call, result);
        if (error is null)
            Apply(call, result, entry);
    }

    public void Close(OpenStep step)
    {
        foreach (var uuid in step.Uuids)
            _lines.Remove(uuid);
        foreach (var call in step.Builder.Calls)
        {
            if (_calls.TryGetValue(call.Id, out var open) && open.Step == step)
                _calls.Remove(call.Id);
            _closed.Add(call.Id);
            if (!call.IsAnswered)
                _unanswered.Add(call.Id);
        }
    }

    private OpenCall? Find(ClaudeBlock block, ClaudeCodeLine line)
    {
        if (!string.IsNullOrEmpty(block.ToolUseId))
            return _calls.GetValueOrDefault(block.ToolUseId);
        if (line.SourceToolUseId is not null && _calls.TryGetValue(line.SourceToolUseId, out var call))
            return call;
        return (line.SourceAssistantUuid ?? line.ParentUuid) is { } uuid && _lines.TryGetValue(uuid, out var step)
            && step.Builder.Calls is [{ IsAnswered: false } only]
            ? _calls.GetValueOrDefault(only.Id)
            : null;
    }

    private static string? Error(ClaudeBlock block, ClaudeToolResult? result)
    {
        if (block.IsError)
            return "tool_error";
        if (result?.ExitCode is { } code and not 0)
            return string.Create(CultureInfo.InvariantCulture, $"exit_code:{code}");
        return result?.IsInterrupted == true ? "interrupted" : null;
    }

    /// <summary>An agent's id may come only with its result; its steps so far are still open, behind the call.</summary>
    private void Link(OpenCall call, ClaudeToolResult? result)
    {
        if (agents.Answered(call.Call.Id, result) is not { } agent)
            return;
        foreach (var step in queue.Open)
        {
            if (step.AgentId != agent.AgentId || step.Builder.Index <= agent.StepIndex || step.Builder.ParentStep is not null)
                continue;
            step.Builder.ParentStep = agent.StepIndex;
            step.Builder.AgentRole = agent.Role;
        }
    }

    private void Apply(OpenCall call, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        foreach (var snippet in Snippets.Read(call, result, entry))
        {
            call.Step.Builder.AddSnippet(snippet);
            queue.Grow(call.Step, 128 + 2L * (snippet.FilePath.Length + (snippet.Text?.Length ?? 0)));
        }

        if (!EditTools.IsEdit(call.Call.Name))
            return;
        var edit = EditTools.Read(call.Call.Name, call.Call.Input, result, entry);
        foreach (var draft in edit?.ToDrafts(call.Call.Id, call.Step.Builder.Index, call.WorkingDirectory, call.Timestamp) ?? [])
            sink.Patch(draft);
    }
}
