using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Turns messages into steps: a tool's message becomes a result on the step that made the call.</summary>
internal sealed class OpenAiReader(string kept)
{
    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);
    private string? _prompt;

    public List<Step> Steps { get; } = [];

    public Dictionary<string, string> Prompts { get; } = new(StringComparer.Ordinal);

    public void Add(RawJson json)
    {
        if (json.Kind != JsonValueKind.Object)
            throw Foreign.Invalid("has a message that is not an object");
        var message = Foreign.Object(json);
        switch (message.Text("role"))
        {
            case null:
                throw Foreign.Invalid("has a message without a role");
            case "system" when ForeignContent.Text(message["content"]) is { Length: > 0 } prompt:
                _prompt = MessagePlaces.PromptKey(prompt);
                Prompts[_prompt] = prompt;
                break;
            case "tool" when _callers.TryGetValue(message.Text("tool_call_id") ?? "", out var caller):
                AddResult(caller, json, message);
                break;
            default:
                AddStep(json, message);
                break;
        }
    }

    private void AddResult(int caller, RawJson json, ForeignObject message)
    {
        var text = ForeignContent.Text(message["content"]);
        if (text == MessagePlaces.NoResult)
            return;
        var error = MessagePlaces.ErrorOf(text);
        var result = new Observation
        {
            SourceCallId = message.Text("tool_call_id")!,
            Content = error is null ? text : null,
            Error = error,
            Unknown = Original.Keep([], kept, Original.Difference(json, OpenAiMessage.Rewrite(json))),
        };
        Steps[caller] = Steps[caller] with { Observations = [.. Steps[caller].Observations, result] };
    }

    private void AddStep(RawJson json, ForeignObject message)
    {
        var said = OpenAiMessage.Read(message);
        // A message nothing is left of is kept whole, which is how the writer knows that somebody wrote it so.
        var ours = OpenAiMessage.IsBlank(said) ? RawJson.EmptyObject : OpenAiMessage.Rewrite(json);
        var step = said with
        {
            StepIndex = Steps.Count + 1,
            SystemPromptHash = _prompt,
            Unknown = Original.Keep([], kept, Original.Difference(json, ours)),
        };
        foreach (var call in step.ToolCalls)
            _callers[call.ToolCallId] = Steps.Count;
        Steps.Add(step);
    }
}
