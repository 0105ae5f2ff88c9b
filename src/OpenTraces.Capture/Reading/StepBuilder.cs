using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>A step that further entries may still add to.</summary>
internal sealed class StepBuilder
{
    private readonly List<string> _content = [];
    private readonly List<string> _reasoning = [];
    private readonly List<PendingCall> _calls = [];
    private readonly List<Snippet> _snippets = [];
    private TokenUsage? _usage;

    public StepBuilder(string role) => Role = role;

    public string Role { get; }

    /// <summary>Given when the step is started, so that patches can name it before it is reported.</summary>
    public int Index { get; set; }

    public string? Model { get; set; }

    public string? AgentRole { get; set; }

    public string? CallType { get; set; }

    public int? ParentStep { get; set; }

    public string? SystemPromptHash { get; set; }

    public string? SubagentTrajectoryRef { get; set; }

    public string? Timestamp { get; set; }

    public TokenUsage Usage
    {
        get => _usage ??= new TokenUsage();
        set => _usage = value;
    }

    public IReadOnlyList<PendingCall> Calls => _calls;

    public bool IsEmpty => _content.Count == 0 && _reasoning.Count == 0 && _calls.Count == 0;

    public bool HasContent => _content.Count > 0;

    public bool HasReasoning => _reasoning.Count > 0;

    /// <summary>True when a result is still to come.</summary>
    public bool IsWaiting => _calls.Exists(static c => !c.IsAnswered);

    /// <summary>Adds a paragraph; parts are joined by a line feed. Null and empty are nothing.</summary>
    public void AddContent(string? text) => Add(_content, text);

    /// <inheritdoc cref="AddContent"/>
    public void AddReasoning(string? text) => Add(_reasoning, text);

    public void AddSnippet(Snippet snippet) => _snippets.Add(snippet);

    public PendingCall AddCall(string id, string name, RawJson input)
    {
        var call = new PendingCall { Id = id, Name = name, Input = input };
        _calls.Add(call);
        return call;
    }

    /// <summary>The step as it stands. Calls that nothing answered say <c>no_result</c>.</summary>
    public Step Build() => new()
    {
        StepIndex = Index,
        Role = Role,
        Content = Join(_content),
        ReasoningContent = Join(_reasoning),
        Model = Model,
        AgentRole = AgentRole,
        CallType = CallType,
        ParentStep = ParentStep,
        SystemPromptHash = SystemPromptHash,
        SubagentTrajectoryRef = SubagentTrajectoryRef,
        Timestamp = Timestamp,
        TokenUsage = Usage,
        ToolsAvailable = Names(),
        ToolCalls = Map(static c => c.ToCall()),
        Observations = Map(static c => c.ToObservation()),
        Snippets = _snippets.Count == 0 ? [] : [.. _snippets],
    };

    private T[] Map<T>(Func<PendingCall, T> map)
    {
        var items = _calls.Count == 0 ? [] : new T[_calls.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = map(_calls[i]);
        return items;
    }

    /// <summary>Each name once, in the order of the first call.</summary>
    private List<string> Names()
    {
        if (_calls.Count <= 1)
            return _calls.Count == 0 ? [] : [_calls[0].Name];
        var names = new List<string>(_calls.Count);
        foreach (var call in _calls)
        {
            if (!names.Contains(call.Name))
                names.Add(call.Name);
        }

        return names;
    }

    private static void Add(List<string> parts, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            parts.Add(text);
    }

    private static string? Join(List<string> parts) => parts.Count switch
    {
        0 => null,
        1 => parts[0],
        _ => string.Join('\n', parts),
    };
}
