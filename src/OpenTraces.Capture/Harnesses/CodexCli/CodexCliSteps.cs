using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// The steps of a session in the order they happened. A step of the agent is one call of the model: what the model says
/// after it was given results, or after the call was metered, is the next one.
/// </summary>
internal sealed class CodexCliSteps(ISessionSink sink)
{
    private readonly Queue<(StepBuilder Step, List<CodexCliCall> Calls)> _queue = new();
    private readonly Dictionary<string, List<CodexCliCall>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodexCliOutput> _early = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stepsByModel = new(StringComparer.Ordinal);
    private readonly HashSet<(bool IsReasoning, bool IsEvent, string Text)> _said = [];
    private List<CodexCliCall> _openCalls = [];
    private StepBuilder? _lastAgent;
    private bool _isOpen;
    private bool _isMetered;
    private int _count;

    /// <summary>What was used by calls of the model that left no step.</summary>
    public CodexCliUsage Unassigned { get; private set; }

    /// <summary>What all calls of the model used.</summary>
    public CodexCliUsage Total { get; private set; }

    /// <summary>The model of most steps, the earlier one of two.</summary>
    public string? MainModel => _stepsByModel.Count == 0 ? null : _stepsByModel.MaxBy(static m => m.Value).Key;

    /// <summary>The index of the last step started; 0 before the first.</summary>
    public int LastIndex => _count;

    /// <summary>The step that what the model now says belongs to, and whether that is a new one.</summary>
    public StepBuilder Agent(CodexCliSession session, string? timestamp, out bool isNew)
    {
        isNew = !_isOpen || _isMetered || _openCalls.Exists(static c => c.Pending.IsAnswered);
        if (isNew)
        {
            _lastAgent = Start(new StepBuilder(StepRole.Agent)
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

        return _lastAgent!;
    }

    /// <summary>
    /// What the model says stands in a rollout once as an item and once as an event. True when this is the second form of
    /// something already in the open step; else the text is to be added.
    /// </summary>
    public bool IsEcho(bool isReasoning, bool isEvent, string text) => _isOpen
        && _said.Contains((isReasoning, !isEvent, text)) && _said.Add((isReasoning, isEvent, text));

    public void Said(bool isReasoning, bool isEvent, string text) => _said.Add((isReasoning, isEvent, text));

    public void Message(string role, string text, string? timestamp)
    {
        EndStep();
        Start(new StepBuilder(role) { Timestamp = timestamp }).AddContent(text);
    }

    public CodexCliCall AddCall(StepBuilder step, string id, string name, RawJson input, string? timestamp, string? directory)
    {
        var call = new CodexCliCall(step.AddCall(id, name, input)) { Timestamp = timestamp, WorkingDirectory = directory };
        _openCalls.Add(call);
        if (!_calls.TryGetValue(id, out var same))
            _calls.Add(id, same = []);
        same.Add(call);
        if (_early.TryGetValue(id, out var output))
            Answer(call, output);
        return call;
    }

    /// <summary>The calls of this id; more than one only where a session repeats itself.</summary>
    public IReadOnlyList<CodexCliCall> Find(string? id) =>
        id is not null && _calls.TryGetValue(id, out var calls) ? calls : [];

    /// <summary>The script that runs; null when there is none, or more than one so that nobody can say which.</summary>
    public CodexCliCall? OpenScript
    {
        get
        {
            CodexCliCall? open = null;
            foreach (var call in _openCalls)
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

    /// <summary>Hands out an answer; false when no call of this id is there yet.</summary>
    public bool Answer(string id, CodexCliOutput output)
    {
        var calls = Find(id);
        if (calls.Count == 0)
        {
            _early[id] = output;
            return false;
        }

        foreach (var call in calls)
        {
            if (!call.Pending.IsAnswered)
                Answer(call, output);
        }

        return true;
    }

    /// <summary>Gives a call of the model its cost; false when there is no step to give it to.</summary>
    public bool Meter(CodexCliUsage used)
    {
        Total = Total.Plus(used);
        if (_isOpen && !_isMetered && _lastAgent is not null)
        {
            _lastAgent.Usage = used.ToRecord();
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

    /// <summary>Reports the steps that nothing can change any more.</summary>
    public async ValueTask FlushAsync(bool isEnd, CancellationToken cancellationToken)
    {
        while (_queue.TryPeek(out var next) && (isEnd || !next.Step.IsWaiting))
        {
            _queue.Dequeue();
            next.Step.SubagentTrajectoryRef = next.Calls.Find(static c => c.SpawnedThread is not null)?.SpawnedThread;
            await sink.StepAsync(next.Step.Build(), cancellationToken).ConfigureAwait(false);
            foreach (var call in next.Calls)
            {
                Report(call, next.Step.Index);
                // Later lines may still ask for the call, but not for what it said.
                call.Pending.Forget();
                call.Changes = null;
            }
        }

        if (!isEnd)
            return;
        foreach (var id in _early.Keys.Where(id => !_calls.ContainsKey(id)))
            sink.ResultWithoutCall(id);
    }

    private void Report(CodexCliCall call, int step)
    {
        if (!call.Pending.IsAnswered)
            sink.CallWithoutResult(call.Pending.Id);
        foreach (var edit in CodexCliEdits.Of(call))
        {
            foreach (var draft in edit.ToDrafts(call.Pending.Id, step, call.WorkingDirectory, call.Timestamp))
                sink.Patch(draft);
        }
    }

    private StepBuilder Start(StepBuilder step)
    {
        step.Index = ++_count;
        _said.Clear();
        _openCalls = [];
        _queue.Enqueue((step, _openCalls));
        return step;
    }

    private static void Answer(CodexCliCall call, CodexCliOutput output)
    {
        call.Pending.Answer(output.Text, output.Error ?? (call.HasFailed ? "tool_error" : null));
        call.Pending.DurationMs ??= output.DurationMs;
    }
}
