using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>The body of an Anthropic message: model, system prompt, messages, tools.</summary>
internal sealed class AnthropicCodec : IExchangeCodec
{
    public const string Kept = "exchange.anthropic-messages";

    public LossRules Rules { get; } = MessagePlaces.Rules(
    [
        new("agent.model", LossKind.Approximated, "A model is named without its provider."),
        new("steps[].model", LossKind.Dropped, "A message does not name its model."),
        new("steps[].role", LossKind.Approximated, "A message is of the user or the assistant; the system's is the user's."),
        new("steps[].tool_calls[].input", LossKind.Approximated, "Anthropic asks for an object; what is none stands under raw."),
        new("steps[].observations[].error", LossKind.Approximated, "A result only says that it is an error."),
        new("steps[].system_prompt_hash", LossKind.Approximated, "The list has one system prompt: the first."),
        new("system_prompts.*", LossKind.Approximated, "The list has one system prompt, the first; reading keys it by its own hash."),
    ]);

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches)
    {
        var main = StepThread.Split(record.Steps)[0];
        writer.WriteStartObject();
        writer.PutText("model"u8, MessagePlaces.BareModel(record.Agent.Model));
        if (main.Steps.Select(s => s.SystemPromptHash).FirstOrDefault(static h => h is not null) is { } hash)
            writer.PutText("system"u8, record.SystemPrompts.GetValueOrDefault(hash));
        writer.WriteStartArray("messages"u8);
        var list = new AnthropicMessages(writer);
        var ids = new CallIds(plain: true);
        foreach (var step in main.Steps)
            list.Add(step, step.Role == StepRole.Agent ? ids.Of(step) : []);
        list.Close();
        writer.WriteEndArray();
        ToolShape.WriteAll(writer, record.ToolDefinitions, static (output, tool) => tool.WriteAnthropic(output));
        OriginalRoot.Put(writer, record, Kept, "model", "messages", "tools", "system");
        writer.WriteEndObject();
        return main.Positions;
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
