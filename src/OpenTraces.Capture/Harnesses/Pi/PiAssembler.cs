using System.Globalization;
using OpenTraces.Capture.Harnesses.Pi.Branches;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Turns the entries of the active branch into steps, and decides where every entry goes.</summary>
internal sealed class PiAssembler
{
    // One answer that comes very late must not hold the whole session.
    private const int MostSteps = 16 * 1024;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly ISessionSink _sink;
    private readonly string? _workingDirectory;
    private readonly PiAnswers _answers;
    private readonly Queue<PiStep> _steps = [];
    private readonly Dictionary<string, OpenCall> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> _answered = [];
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private bool _isCopied;
    private int _started;
    private long _size;

    /// <param name="sink">Takes patches, unknown types and results without a call.</param>
    /// <param name="facts">Takes what ends in the header and the metadata.</param>
    /// <param name="workingDirectory">What relative paths in edits refer to.</param>
    /// <param name="answers">Which calls are answered: their steps wait for it.</param>
    public PiAssembler(ISessionSink sink, PiFacts facts, string? workingDirectory, PiAnswers answers)
    {
        _sink = sink;
        _workingDirectory = workingDirectory;
        _answers = answers;
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

    /// <summary>Reports the steps that nothing in a later entry changes, and the first ones when too much waits behind them.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ReportAsync(isEnd: false, cancellationToken);

    /// <summary>Reports all steps that are left.</summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken) => ReportAsync(isEnd: true, cancellationToken);

    private async ValueTask ReportAsync(bool isEnd, CancellationToken cancellationToken)
    {
        while (_steps.TryPeek(out var step)
            && (isEnd || step.Awaited == 0 || (_steps.Count > 1 && (_size > MostBytes || _steps.Count > MostSteps))))
        {
            _steps.Dequeue();
            _size -= step.Size;
            foreach (var call in step.Builder.Calls)
            {
                if (call.IsAnswered)
                    continue;
                _sink.CallWithoutResult(call.Id);
                if (_calls.TryGetValue(call.Id, out var open) && open.Started == step && _calls.Remove(call.Id))
                    _gone.Add(call.Id);
            }

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
            case PiMessage.Assistant:
                AddAnswer(entry, message);
                break;
            case PiMessage.ToolResult:
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
        var started = Start(entry, StepRole.Agent);
        var step = started.Builder;
        (step.Model, step.Usage) = Facts.AddAnswer(message, step.Index, _isCopied);
        step.AgentRole = "main";
        step.CallType = "main";
        foreach (var block in message.Blocks)
        {
            AddBlock(started, entry, block);
            Grow(started, block.Text?.Length ?? 0, block.Arguments.Utf8.Length);
        }
    }

    private void AddBlock(PiStep started, PiEntry entry, PiBlock block)
    {
        var step = started.Builder;
        switch (block.Kind)
        {
            case PiBlockKind.Thinking:
                step.AddReasoning(block.IsWithheld ? Withheld.Reasoning : block.Text);
                break;
            case PiBlockKind.ToolCall:
                AddCall(started, entry, block);
                break;
            case PiBlockKind.Unknown:
                _sink.UnknownType("content/" + (block.Text ?? "untyped"));
                break;
            default:
                step.AddContent(block.Text);
                break;
        }
    }

    private void AddCall(PiStep started, PiEntry entry, PiBlock block)
    {
        var id = block.IdOfCall(entry, started.Builder.Calls.Count);
        var call = started.Builder.AddCall(id, block.ToolName ?? "unknown", block.Arguments);
        _answered.Remove(PiKey.Of(id));
        _gone.Remove(id);
        if (!_answers.IsNextAnswered())
            return;
        started.Awaited++;
        _calls[id] = new OpenCall(call, started, entry.Timestamp);
    }

    private void AddResult(PiEntry entry, PiMessage message)
    {
        var id = message.ToolCallId ?? "";
        if (!_calls.Remove(id, out var open))
        {
            AddUnclaimed(entry, id);
            return;
        }

        _answered.Add(PiKey.Of(id));
        open.Started.Awaited--;
        ReportUnknown(message);
        open.Call.Answer(message.Text, PiOutcomes.OfResult(message));
        Grow(open.Started, open.Call.Output?.Length ?? 0);
        entry.Settle(EntryFate.Folded);
        if (message.IsError)
            return;
        if (PiFileCall.Of(open.Call.Name, open.Call.Input) is not { } call)
            return;
        if (PiSnippets.Of(call, message, open.Started.Builder.Index) is { } snippet)
            open.Started.Builder.AddSnippet(snippet);
        if (PiEdits.Of(call, message.Details) is not { } edit)
            return;
        foreach (var patch in edit.ToDrafts(id, open.Started.Builder.Index, _workingDirectory, open.Timestamp))
            _sink.Patch(patch);
    }

    /// <summary>A result that no call waits for.</summary>
    private void AddUnclaimed(PiEntry entry, string id)
    {
        var reason = _answered.Contains(PiKey.Of(id)) ? "repeated_result" : _gone.Remove(id) ? "late_result" : "result_without_call";
        if (reason == "result_without_call")
            _sink.ResultWithoutCall(id);
        else if (reason == "late_result")
            _answered.Add(PiKey.Of(id));
        entry.Settle(EntryFate.Ignored, reason);
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
        var started = new PiStep(step, new Observation
        {
            SourceCallId = "pi-user-bash:" + (entry.Id ?? entry.Line.ToString(CultureInfo.InvariantCulture)),
            Content = message.Output,
            Error = PiOutcomes.OfUserCommand(message),
        });
        _steps.Enqueue(started);
        Grow(started, message.Output?.Length ?? 0);
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
            var step = Start(entry, StepRole.System).Builder;
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
        if (message.Text is not { Length: > 0 } text)
        {
            entry.Settle(EntryFate.Ignored, "empty_message");
            return;
        }

        var started = Start(entry, role);
        started.Builder.AddContent(text);
        Grow(started, text.Length);
    }

    private PiStep Start(PiEntry entry, string role)
    {
        var step = new PiStep(NewBuilder(entry, role));
        _steps.Enqueue(step);
        return step;
    }

    private StepBuilder NewBuilder(PiEntry entry, string role)
    {
        entry.Settle(EntryFate.Mapped);
        return new StepBuilder(role) { Index = ++_started, Timestamp = entry.Timestamp };
    }

    private void Grow(PiStep step, int units, int bytes = 0)
    {
        var size = 64 + (2L * units) + bytes;
        step.Size += size;
        _size += size;
    }

    private void ReportUnknown(PiMessage message)
    {
        foreach (var block in message.Blocks)
        {
            if (block.Kind == PiBlockKind.Unknown)
                _sink.UnknownType("content/" + (block.Text ?? "untyped"));
        }
    }

    private sealed record OpenCall(PendingCall Call, PiStep Started, string? Timestamp);
}
