using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// The steps of a session in the order they happened. A step of the agent is one call of the model: what the model says
/// after it was given results, or after the call was metered, is the next one.
/// </summary>
internal sealed class CodexCliSteps
{
    private readonly OrderedEntries _entries;
    private readonly CodexCliQueue _queue = new();
    private readonly Dictionary<string, int> _stepsByModel = new(StringComparer.Ordinal);
    private readonly HashSet<(bool IsReasoning, bool IsEvent, string Text)> _said = [];
    private CodexCliStep? _last;
    private bool _isOpen;
    private bool _isMetered;

    public CodexCliSteps(OrderedEntries entries)
    {
        _entries = entries;
        Calls = new CodexCliCalls(entries, _queue);
    }

    public CodexCliCalls Calls { get; }

    /// <summary>What was used by calls of the model that left no step.</summary>
    public CodexCliUsage Unassigned { get; private set; }

    /// <summary>What all calls of the model used.</summary>
    public CodexCliUsage Total { get; private set; }

    /// <summary>The model of most steps, the earlier one of two.</summary>
    public string? MainModel => _stepsByModel.Count == 0 ? null : _stepsByModel.MaxBy(static m => m.Value).Key;

    /// <summary>The index of the last step started; 0 before the first.</summary>
    public int LastIndex => _queue.LastIndex;

    /// <summary>The step that what the model now says belongs to, and whether that is a new one.</summary>
    public StepBuilder Agent(CodexCliSession session, string? timestamp, out bool isNew)
    {
        isNew = !_isOpen || _isMetered || _last!.Calls.Exists(static c => c.Pending.IsAnswered);
        if (isNew)
        {
            Start(new StepBuilder(StepRole.Agent)
            {
                Timestamp = timestamp,
                Model = session.Model,
                AgentRole = session.AgentRole,
                CallType = session.CallType,
                SystemPromptHash = session.SystemPromptHash,
            });
            if (session.Model is { } model)
                _stepsByModel[model] = _stepsByModel.GetValueOrDefault(model) + 1;
            _isOpen = true;
            _isMetered = false;
        }

        return _last!.Builder;
    }

    /// <summary>
    /// What the model says stands in a rollout once as an item and once as an event. True when this is the second form of
    /// something already in the open step; else the text is to be added.
    /// </summary>
    public bool IsEcho(bool isReasoning, bool isEvent, string text) => _isOpen
        && _said.Contains((isReasoning, !isEvent, text)) && _said.Add((isReasoning, isEvent, text));

    public void Said(bool isReasoning, bool isEvent, string text)
    {
        _said.Add((isReasoning, isEvent, text));
        _queue.Grow(_last!, 2L * text.Length);
    }

    public void Message(string role, string text, string? timestamp)
    {
        EndStep();
        Start(new StepBuilder(role) { Timestamp = timestamp }).AddContent(text);
        _queue.Grow(_last!, 2L * text.Length);
    }

    /// <summary>Adds a call to the open step; its answer, when that stood before it, is given back.</summary>
    public CodexCliCall AddCall(string id, string name, RawJson input, string? timestamp, string? directory, out CodexCliOutput? early)
    {
        var call = new CodexCliCall(_last!.Builder.AddCall(id, name, input), _last) { Timestamp = timestamp, WorkingDirectory = directory };
        _last.Calls.Add(call);
        _queue.Grow(_last, input.Utf8.Length);
        early = Calls.Add(call);
        return call;
    }

    /// <summary>Keeps a report of what a call changed.</summary>
    public void AddChanges(CodexCliCall call, RawJson changes)
    {
        (call.Changes ??= []).Add(changes);
        _queue.Grow(call.Step, changes.Utf8.Length);
    }

    /// <summary>The script that runs; null when there is none, or more than one so that nobody can say which.</summary>
    public CodexCliCall? OpenScript
    {
        get
        {
            CodexCliCall? open = null;
            foreach (var call in _last?.Calls ?? [])
            {
                if (call.Pending.IsAnswered || call.Pending.Name is not ("exec" or "wait"))
                    continue;
                if (open is not null)
                    return null;
                open = call;
            }

            return open;
        }
    }

    /// <summary>Gives a call of the model its cost; false when there is no step to give it to.</summary>
    public bool Meter(CodexCliUsage used)
    {
        Total = Total.Plus(used);
        if (_isOpen && !_isMetered)
        {
            _last!.Builder.Usage = used.ToRecord();
            _isMetered = true;
            return true;
        }

        Unassigned = Unassigned.Plus(used);
        return false;
    }

    public void EndStep()
    {
        _isOpen = false;
        _isMetered = false;
    }

    /// <summary>The turn ended early: what it still waits for will hardly come.</summary>
    public void Abort()
    {
        EndStep();
        _queue.Abort();
    }

    /// <summary>Reports the steps that nothing is expected to change any more.</summary>
    /// <param name="isTurnEnd">Whether a turn ended or the next one began.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask ReleaseAsync(bool isTurnEnd, CancellationToken cancellationToken)
    {
        while (_queue.TryTake(isTurnEnd, _isOpen ? _last : null, out var step))
            await ReportAsync(step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports what is left at the session's end.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        EndStep();
        while (_queue.TryTakeAny(out var step))
            await ReportAsync(step, cancellationToken).ConfigureAwait(false);
        Calls.End();
    }

    private async ValueTask ReportAsync(CodexCliStep step, CancellationToken cancellationToken)
    {
        step.Builder.SubagentTrajectoryRef = step.Calls.Find(static c => c.SpawnedThread is not null)?.SpawnedThread;
        await _entries.StepAsync(step.Builder.Build(), cancellationToken).ConfigureAwait(false);
        foreach (var call in step.Calls)
        {
            Report(call, step.Builder.Index);
            Calls.Close(call);
        }

        // The last step stays at hand, but nothing may be added to its calls any more.
        step.Calls.Clear();
    }

    private void Report(CodexCliCall call, int step)
    {
        if (!call.Pending.IsAnswered)
            _entries.CallWithoutResult(call.Pending.Id);
        foreach (var edit in CodexCliEdits.Of(call))
        {
            foreach (var draft in edit.ToDrafts(call.Pending.Id, step, call.WorkingDirectory, call.Timestamp))
                _entries.Patch(draft);
        }
    }

    private StepBuilder Start(StepBuilder step)
    {
        _said.Clear();
        _last = new CodexCliStep(step);
        _queue.Start(_last);
        return step;
    }
}
