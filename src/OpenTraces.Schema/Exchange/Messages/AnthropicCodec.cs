using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Model, system prompt, messages and tools of a request for an Anthropic message.</summary>
internal sealed class AnthropicCodec : IExchangeCodec
{
    public const string Kept = "exchange.anthropic-messages";

    private const string BeginsWithAnswer =
        "The list begins with the assistant, as the session does, and Anthropic asks for the user first: put a message in front before sending it.";

    public LossRules Rules { get; } = MessagePlaces.Rules(
    [
        new("agent.model", LossKind.Approximated, "A model is named without its provider."),
        new("steps[].model", LossKind.Dropped, "A message does not name its model."),
        new("steps[].reasoning_content", LossKind.Dropped, "Anthropic refuses thinking without its signature, which a record does not hold."),
        new("steps[].content", LossKind.Approximated, "Anthropic refuses blank text, so it is left out; sub-agents' steps are not in the list."),
        new("steps[].role", LossKind.Approximated, "A message is of the user or the assistant; the system's is the user's."),
        new("steps[].tool_calls[].input", LossKind.Approximated, "Anthropic asks for an object; what is none stands under raw."),
        new("steps[].observations[].content", LossKind.Approximated, "Anthropic refuses blank text, so it is left out; a result without its call is not in the list."),
        new("steps[].observations[].error", LossKind.Approximated, "A result only says that it is an error."),
        new("steps[].system_prompt_hash", LossKind.Approximated, "The list has one system prompt: the first."),
        new("system_prompts.*", LossKind.Approximated, "The list has one system prompt, the first; reading keys it by its own hash."),
    ]);

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var main = StepThread.Split(record.Steps)[0];
        writer.WriteStartObject();
        writer.PutText("model"u8, MessagePlaces.BareModel(record.Agent.Model));
        // Reading gives the prompt to the steps, so a list without any holds none.
        if (main.Steps.Exists(AnthropicMessages.Holds) && main.Steps.Select(s => s.SystemPromptHash).FirstOrDefault(static h => h is not null) is { } hash
            && record.SystemPrompts.GetValueOrDefault(hash) is { } prompt && !string.IsNullOrWhiteSpace(prompt))
        {
            writer.PutText("system"u8, prompt);
        }

        writer.WriteStartArray("messages"u8);
        var list = new AnthropicMessages(writer);
        var ids = new CallIds(plain: true);
        var names = new ToolNames(record, main.Steps);
        var positions = new List<int>();
        for (var i = 0; i < main.Steps.Count; i++)
        {
            var step = main.Steps[i];
            if (list.Add(step, step.Role == StepRole.Agent ? ids.Of(step, names) : []))
                positions.Add(main.Positions[i]);
        }

        list.Close();
        writer.WriteEndArray();
        ToolShape.WriteAll(writer, record.ToolDefinitions, names, static (output, tool) => tool.WriteAnthropic(output));
        OriginalRoot.Put(writer, record, Kept, "model", "messages", "tools", "system");
        writer.WriteEndObject();
        MessagePlaces.Note(notes, main, positions);
        if (positions.Count > 0 && record.Steps[positions[0]].Role == StepRole.Agent)
            notes.Add("steps", LossKind.Approximated, BeginsWithAnswer);
        return positions;
    }

    public TraceRecord Read(RawJson document)
    {
        var root = Foreign.Object(document);
        var messages = document.Kind == JsonValueKind.Array ? document : root["messages"];
        if (messages.Kind != JsonValueKind.Array)
            throw Foreign.Invalid("has no list of messages");
        var prompt = ForeignContent.Text(root["system"]);
        var key = prompt is { Length: > 0 } ? MessagePlaces.PromptKey(prompt) : null;
        var reader = new AnthropicReader(key);
        foreach (var message in Foreign.Items(messages))
            reader.Add(message);
        return new TraceRecord
        {
            TraceId = RecordIds.OfDocument(ExchangeFormat.AnthropicMessages, document),
            SessionId = "",
            Agent = new Agent { Name = MessagePlaces.UnknownAgent, Model = root.Text("model") },
            SystemPrompts = key is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [key] = prompt! },
            ToolDefinitions = Foreign.Items(root["tools"]),
            Steps = reader.Steps,
            Metrics = TraceMeasures.Of(reader.Steps),
            Metadata = OriginalRoot.Keep(root, Kept, "model", "messages", "tools", "system"),
        };
    }
}
