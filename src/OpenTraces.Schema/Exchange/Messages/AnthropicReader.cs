using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Turns messages into steps: the results in a user's message go to the steps that made the calls.</summary>
internal sealed class AnthropicReader(string? prompt)
{
    private static readonly RawJson Yes = RawJson.Parse("true"u8);

    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);
    private int _lastResults = -1;

    public List<Step> Steps { get; } = [];

    public void Add(RawJson json)
    {
        if (json.Kind != JsonValueKind.Object)
            throw Foreign.Invalid("has a message that is not an object");
        var message = Foreign.Object(json);
        if (message.Text("role") is not ("user" or "assistant"))
            throw Foreign.Invalid("has a message that is neither the user's nor the assistant's");
        var results = Foreign.Items(message["content"]).Where(b => Answers(Foreign.Object(b))).ToList();
        for (var i = 0; i < results.Count; i++)
            AddResult(results[i], first: i == 0);
        if (results.Count == 0)
            AddStep(json, message, sameMessage: false);
        else if (Foreign.Items(message["content"]).Count > results.Count)
            AddStep(Without(json), Foreign.Object(Without(json)), sameMessage: true);
    }

    private bool Answers(ForeignObject block) =>
        block.Text("type") is "tool_result" && _callers.ContainsKey(block.Text("tool_use_id") ?? "");

    private RawJson Without(RawJson message) => OriginalRoot.Of(
        Foreign.Object(message).Members.Select(m => m.Name != "content" ? m : new ForeignMember("content", RawJson.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var block in Foreign.Items(m.Value).Where(b => !Answers(Foreign.Object(b))))
                block.WriteTo(writer);
            writer.WriteEndArray();
        }))));

    private void AddResult(RawJson json, bool first)
    {
        var block = Foreign.Object(json);
        var result = AnthropicBlocks.ReadResult(block);
        var caller = _callers[result.SourceCallId];
        var own = first && _lastResults == Steps.Count && Steps[caller].Observations.Count > 0;
        _lastResults = Steps.Count;
        if (result.Content == MessagePlaces.NoResult)
            return;
        var kept = Members(
            ("own_message", own ? Yes : null),
            ("block", Original.Difference(json, AnthropicBlocks.RewriteResult(json))));
        Steps[caller] = Steps[caller] with
        {
            Observations = [.. Steps[caller].Observations, result with { Unknown = Original.Keep([], AnthropicCodec.Kept, kept) }],
        };
    }

    private void AddStep(RawJson json, ForeignObject message, bool sameMessage)
    {
        var said = AnthropicBlocks.Read(message);
        // A message nothing is left of is kept whole, which is how the writer knows that somebody wrote it so.
        var kept = Members(
            ("same_message", sameMessage ? Yes : null),
            ("message", Original.Difference(json, AnthropicBlocks.IsBlank(said) ? RawJson.EmptyObject : AnthropicBlocks.Rewrite(json))));
        var step = said with
        {
            StepIndex = Steps.Count + 1,
            SystemPromptHash = prompt,
            Unknown = Original.Keep([], AnthropicCodec.Kept, kept),
        };
        foreach (var call in step.ToolCalls)
            _callers[call.ToolCallId] = Steps.Count;
        Steps.Add(step);
    }

    private static RawJson? Members(params ReadOnlySpan<(string Name, RawJson? Value)> members)
    {
        var there = new List<ForeignMember>();
        foreach (var (name, value) in members)
        {
            if (value is { } some)
                there.Add(new ForeignMember(name, some));
        }

        return there.Count == 0 ? null : OriginalRoot.Of(there);
    }
}
