using System.Globalization;
using OpenTraces.Capture.Harnesses.Hermes.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>Turns the messages of a conversation into steps.</summary>
internal sealed class HermesAssembler(ISessionSink sink, string? workingDirectory)
{
    private readonly List<StepBuilder> _steps = [];
    private readonly Dictionary<string, OpenCall> _open = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _prompts = new(StringComparer.Ordinal);
    private List<OpenCall> _last = [];
    private string? _promptInForce;

    /// <summary>The model of the steps that follow.</summary>
    public string? Model { get; set; }

    public IReadOnlyDictionary<string, string> SystemPrompts => _prompts;

    public string? FirstPrompt { get; private set; }

    /// <summary>The tools the instructions list.</summary>
    public RawJson? Tools { get; private set; }

    /// <summary>Results that no call asked for.</summary>
    public int LinkageFailures { get; private set; }

    /// <summary>Calls inside an answer's text that could not be read and stay in the text.</summary>
    public int MalformedCalls { get; private set; }

    /// <summary>What the environment said the work was worth; null when it did not.</summary>
    public double? Reward { get; private set; }

    public string? TimestampStart { get; private set; }

    public string? TimestampEnd { get; private set; }

    /// <summary>Instructions are no step: they are kept by their hash.</summary>
    public void AddSystemPrompt(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        _promptInForce = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString()[..16];
        _prompts[_promptInForce] = text;
        Tools ??= HermesMarkup.ReadTools(text);
    }

    /// <summary>Takes a message and says where it went.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hasMarkup">True for rows, which keep thinking, calls and results as tags in the text.</param>
    public (EntryFate Fate, string? Reason) Add(HermesMessage message, bool hasMarkup)
    {
        TimestampStart ??= message.Timestamp;
        TimestampEnd = message.Timestamp ?? TimestampEnd;
        foreach (var kind in message.UnknownBlocks)
            sink.UnknownType("content/" + kind);
        switch (message.Role)
        {
            case "system":
                AddSystemPrompt(message.Text);
                return (EntryFate.Carried, null);
            case "user":
                FirstPrompt ??= string.IsNullOrWhiteSpace(message.Text) ? null : message.Text;
                Start(StepRole.User, message).AddContent(message.Text);
                return (EntryFate.Mapped, null);
            case "assistant":
                AddAnswer(message, hasMarkup);
                return (EntryFate.Mapped, null);
            case "tool":
                return AddResults(message, hasMarkup) ? (EntryFate.Folded, null) : (EntryFate.Ignored, "result_without_call");
            case "session_meta":
                return (EntryFate.Carried, null);
            case null:
                return (EntryFate.Malformed, "no_role");
            default:
                sink.UnknownType("role/" + message.Role);
                return (EntryFate.Ignored, "unknown_role");
        }
    }

    /// <summary>Reports the steps and the calls nothing answered, and returns how many steps there are.</summary>
    public async ValueTask<int> FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
        {
            foreach (var call in step.Calls.Where(static c => !c.IsAnswered))
                sink.CallWithoutResult(call.Id);
            await sink.StepAsync(step.Build(), cancellationToken).ConfigureAwait(false);
        }

        return _steps.Count;
    }

    private StepBuilder Start(string role, HermesMessage message)
    {
        var step = new StepBuilder(role) { Index = _steps.Count + 1, Timestamp = message.Timestamp };
        _steps.Add(step);
        return step;
    }

    private void AddAnswer(HermesMessage message, bool hasMarkup)
    {
        var step = Start(StepRole.Agent, message);
        step.Model = Model;
        step.AgentRole = "main";
        step.CallType = "main";
        step.SystemPromptHash = _promptInForce;
        step.AddReasoning(message.Reasoning);
        IEnumerable<HermesCall> calls = message.Calls;
        if (hasMarkup && message.Text is { } text)
        {
            var (said, thinking, written, malformed) = HermesMarkup.ReadAnswer(text);
            step.AddContent(said);
            foreach (var thought in thinking)
                step.AddReasoning(thought);
            calls = calls.Concat(written);
            MalformedCalls += malformed;
        }
        else
        {
            step.AddContent(message.Text);
        }

        _last = [];
        foreach (var call in calls)
        {
            var isNamed = !string.IsNullOrEmpty(call.Id);
            var id = isNamed ? call.Id! : string.Create(CultureInfo.InvariantCulture, $"tc_{step.Index}_{step.Calls.Count}");
            var open = new OpenCall(step.AddCall(id, call.Name, call.Arguments), step, isNamed);
            _open[id] = open;
            _last.Add(open);
        }
    }

    private bool AddResults(HermesMessage message, bool hasMarkup)
    {
        var results = hasMarkup
            ? HermesMarkup.ReadResults(message.Text ?? "")
            : [new HermesResult(message.CallId, message.Text ?? "")];
        var isTaken = false;
        foreach (var result in results)
        {
            var named = result.CallId ?? message.CallId;
            if (Find(named) is not { } open)
            {
                LinkageFailures++;
                sink.ResultWithoutCall(named ?? "unknown");
                continue;
            }

            isTaken = true;
            Answer(open, result, message);
        }

        return isTaken;
    }

    /// <summary>
    /// The call of that id; else the first open call of the last answer that was written without an id, which then bears
    /// the id its result has.
    /// </summary>
    private OpenCall? Find(string? id)
    {
        if (id is not null && _open.Remove(id, out var known))
            return known;
        var next = _last.Find(static c => !c.Call.IsAnswered);
        // A result that names another call than the one that waits is nobody's.
        if (next is null || (next.IsNamed && id is not null))
            return null;
        _open.Remove(next.Call.Id);
        if (!string.IsNullOrEmpty(id) && !next.IsNamed && !next.Step.Calls.Any(c => c.Id == id))
            next.Call.Id = id;
        return next;
    }

    private void Answer(OpenCall open, HermesResult result, HermesMessage message)
    {
        var error = result.Error() ?? (message.FinishReason == "error" ? "tool_error" : null);
        open.Call.Answer(result.Content, error);
        if (open.Call.Name == "rl_get_results")
            Reward = result.Reward() ?? Reward;
        if (error is not null)
            return;
        foreach (var edit in HermesEdits.Of(open.Call.Name, open.Call.Input))
        {
            foreach (var patch in edit.ToDrafts(open.Call.Id, open.Step.Index, workingDirectory, open.Step.Timestamp))
                sink.Patch(patch);
        }
    }

    private sealed record OpenCall(PendingCall Call, StepBuilder Step, bool IsNamed);
}
