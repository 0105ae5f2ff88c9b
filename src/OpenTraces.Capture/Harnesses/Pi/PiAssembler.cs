using System.Globalization;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Turns the entries of the active branch into steps, and decides where every entry goes.</summary>
internal sealed class PiAssembler
{
    private readonly ISessionSink _sink;
    private readonly string? _workingDirectory;
    private readonly List<PiStep> _steps = [];
    private readonly Dictionary<string, OpenCall> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private bool _isCopied;

    /// <param name="sink">Takes patches, unknown types and results without a call.</param>
    /// <param name="facts">Takes what ends in the header and the metadata.</param>
    /// <param name="workingDirectory">What relative paths in edits refer to.</param>
    public PiAssembler(ISessionSink sink, PiFacts facts, string? workingDirectory)
    {
        _sink = sink;
        _workingDirectory = workingDirectory;
        Facts = facts;
    }

    public PiFacts Facts { get; }

    /// <summary>Settles one entry. Called for every entry, in file order.</summary>
    public void Add(PiEntry entry, bool isActive)
    {
        if (entry.Fate is not null)
            return;
        _isCopied = Facts.AddIfCopied(entry);
        if (!isActive && !PiTypes.IsOfSession(entry.Type))
        {
            Facts.AddInactive(entry, _isCopied);
            entry.Settle(EntryFate.Ignored, "inactive_branch");
            return;
        }

        switch (entry.Type)
        {
            case PiTypes.Message:
                AddMessage(entry);
                break;
            case PiTypes.BashExecution:
                AddUserCommand(entry, entry.Message ?? new PiMessage());
                break;
            case PiTypes.CustomMessage:
                AddInjected(entry, entry.Message ?? new PiMessage());
                break;
            case PiTypes.Compaction or PiTypes.BranchSummary:
                Facts.AddCarried(entry);
                AddSummary(entry);
                break;
            case { } type when PiTypes.IsCarried(type):
                Facts.AddCarried(entry);
                entry.Settle(EntryFate.Carried);
                break;
            default:
                _sink.UnknownType(entry.Type!);
                entry.Settle(EntryFate.Ignored, "unknown_type");
                break;
        }
    }

    /// <summary>Reports the steps, and the calls nothing answered.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
        {
            foreach (var call in step.Builder.Calls.Where(static c => !c.IsAnswered))
                _sink.CallWithoutResult(call.Id);
            await _sink.StepAsync(step.Build(), cancellationToken).ConfigureAwait(false);
        }
    }

    private void AddMessage(PiEntry entry)
    {
        if (entry.Message is not { } message)
        {
            entry.Settle(EntryFate.Malformed, "no_message");
            return;
        }

        switch (message.Role)
        {
            case "user":
                AddPrompt(entry, message);
                break;
            case "assistant":
                AddAnswer(entry, message);
                break;
            case "toolResult":
                AddResult(entry, message);
                break;
            case "bashExecution":
                AddUserCommand(entry, message);
                break;
            case "custom":
                AddInjected(entry, message);
                break;
            case "system":
                AddText(entry, StepRole.System, message);
                break;
            case "branchSummary" or "compactionSummary":
                AddSummary(entry);
                break;
            case null:
                entry.Settle(EntryFate.Malformed, "no_role");
                break;
            default:
                _sink.UnknownType("message/" + message.Role);
                entry.Settle(EntryFate.Ignored, "unknown_role");
                break;
        }
    }

    private void AddPrompt(PiEntry entry, PiMessage message)
    {
        Facts.AddPrompt(message.Text);
        AddText(entry, StepRole.User, message);
    }

    private void AddAnswer(PiEntry entry, PiMessage message)
    {
        var step = Start(entry, StepRole.Agent);
        (step.Model, step.Usage) = Facts.AddAnswer(message, step.Index, _isCopied);
        step.AgentRole = "main";
        step.CallType = "main";
        foreach (var block in message.Blocks)
            AddBlock(step, entry, block);
    }

    private void AddBlock(StepBuilder step, PiEntry entry, PiBlock block)
    {
        switch (block.Kind)
        {
            case PiBlockKind.Thinking:
                step.AddReasoning(block.IsWithheld ? Withheld.Reasoning : block.Text);
                break;
            case PiBlockKind.ToolCall:
                var id = string.IsNullOrEmpty(block.CallId)
                    ? string.Create(CultureInfo.InvariantCulture, $"pi-call:{entry.Line}:{step.Calls.Count}")
                    : block.CallId;
                var call = step.AddCall(id, block.ToolName ?? "unknown", block.Arguments);
                _calls[id] = new OpenCall(call, step, entry.Timestamp);
                _answered.Remove(id);
                break;
            case PiBlockKind.Unknown:
                _sink.UnknownType("content/" + (block.Text ?? "untyped"));
                break;
            default:
                step.AddContent(block.Text);
                break;
        }
    }

    private void AddResult(PiEntry entry, PiMessage message)
    {
        var id = message.ToolCallId ?? "";
        if (!_calls.Remove(id, out var open))
        {
            var isRepeated = _answered.Contains(id);
            if (!isRepeated)
                _sink.ResultWithoutCall(id);
            entry.Settle(EntryFate.Ignored, isRepeated ? "repeated_result" : "result_without_call");
            return;
        }

        _answered.Add(id);
        ReportUnknown(message);
        open.Call.Answer(message.Text, PiOutcomes.OfResult(message));
        entry.Settle(EntryFate.Folded);
        if (message.IsError)
            return;
        if (PiFileCall.Of(open.Call.Name, open.Call.Input) is not { } call)
            return;
        if (PiSnippets.Of(call, message, open.Step.Index) is { } snippet)
            open.Step.AddSnippet(snippet);
        if (PiEdits.Of(call, message.Details) is not { } edit)
            return;
        foreach (var patch in edit.ToDrafts(id, open.Step.Index, _workingDirectory, open.Timestamp))
            _sink.Patch(patch);
    }

    private void AddUserCommand(PiEntry entry, PiMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Command))
        {
            entry.Settle(EntryFate.Ignored, "empty_command");
            return;
        }

        var step = NewBuilder(entry, StepRole.User);
        step.AddContent((message.IsKeptFromModel ? "!! " : "! ") + message.Command);
        _steps.Add(new PiStep(step, new Observation
        {
            SourceCallId = "pi-user-bash:" + (entry.Id ?? entry.Line.ToString(CultureInfo.InvariantCulture)),
            Content = message.Output,
            Error = PiOutcomes.OfUserCommand(message),
        }));
    }

    /// <summary>Text an extension puts before the model. Nobody typed it, so it is nobody's turn, shown or not.</summary>
    private void AddInjected(PiEntry entry, PiMessage message) => AddText(entry, StepRole.System, message);

    private void AddSummary(PiEntry entry)
    {
        var isStep = !string.IsNullOrEmpty(entry.Message?.Summary);
        var usage = Facts.AddSummary(entry.Message, _isCopied, isStep);
        if (isStep)
        {
            ReportUnknown(entry.Message!);
            var step = Start(entry, StepRole.System);
            step.AddContent(entry.Message!.Summary);
            step.Usage = usage;
        }
        else if (entry.Type == PiTypes.Message)
        {
            entry.Settle(EntryFate.Ignored, "empty_summary");
        }
        else
        {
            entry.Settle(EntryFate.Carried);
        }
    }

    private void AddText(PiEntry entry, string role, PiMessage message)
    {
        ReportUnknown(message);
        if (message.Text is { Length: > 0 } text)
            Start(entry, role).AddContent(text);
        else
            entry.Settle(EntryFate.Ignored, "empty_message");
    }

    private StepBuilder Start(PiEntry entry, string role)
    {
        var step = NewBuilder(entry, role);
        _steps.Add(new PiStep(step));
        return step;
    }

    private StepBuilder NewBuilder(PiEntry entry, string role)
    {
        entry.Settle(EntryFate.Mapped);
        return new StepBuilder(role) { Index = _steps.Count + 1, Timestamp = entry.Timestamp };
    }

    private void ReportUnknown(PiMessage message)
    {
        foreach (var block in message.Blocks)
        {
            if (block.Kind == PiBlockKind.Unknown)
                _sink.UnknownType("content/" + (block.Text ?? "untyped"));
        }
    }

    private sealed record OpenCall(PendingCall Call, StepBuilder Step, string? Timestamp);
}
