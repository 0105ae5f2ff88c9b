using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Model, messages and tools of a request for a chat completion. Reasoning stands in <c>reasoning_content</c>, as several servers have it.</summary>
internal sealed class OpenAiCodec : IExchangeCodec
{
    private const string Kept = "exchange.messages";

    public LossRules Rules { get; } = MessagePlaces.Rules(
    [
        new("agent.model", LossKind.Approximated, "A model is named without its provider."),
        new("steps[].model", LossKind.Dropped, "A message does not name its model."),
        new("steps[].tool_calls[].input", LossKind.Approximated, "Arguments are a text of JSON; half surrogate pairs become U+FFFD."),
        new("steps[].reasoning_content", LossKind.Approximated, "No reasoning and an empty one are one; reasoning without text and calls is not in the list."),
        new("steps[].role", LossKind.Approximated, "A message is of the system, the user, the assistant or a tool."),
    ],
    [new("steps[].reasoning_content", LossKind.Carried, "It stands in reasoning_content, which OpenAI's own service does not know.")]);

    public IReadOnlyList<int>? Write(Utf8JsonWriter writer, TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var main = StepThread.Split(record.Steps)[0];
        writer.WriteStartObject();
        writer.PutText("model"u8, MessagePlaces.BareModel(record.Agent.Model));
        writer.WriteStartArray("messages"u8);
        var ids = new CallIds(plain: false);
        var names = new ToolNames(record, main.Steps);
        var positions = new List<int>();
        // The first prompt was in force before the first ask, though only the answer to it names it.
        var prompt = WritePrompt(writer, record, main.Steps.Where(HasMessage).Select(static s => s.SystemPromptHash).FirstOrDefault(static h => h is not null), null);
        for (var i = 0; i < main.Steps.Count; i++)
        {
            var step = main.Steps[i];
            if (!HasMessage(step))
                continue;
            positions.Add(main.Positions[i]);
            prompt = WritePrompt(writer, record, step.SystemPromptHash, prompt);
            WriteStep(writer, step, ids, names);
        }

        writer.WriteEndArray();
        ToolShape.WriteAll(writer, record.ToolDefinitions, names, static (output, tool) => tool.WriteOpenAi(output));
        OriginalRoot.Put(writer, record, Kept, "model", "messages", "tools");
        writer.WriteEndObject();
        MessagePlaces.Note(notes, main, positions);
        return positions;
    }

    public TraceRecord Read(RawJson document)
    {
        var root = Foreign.Object(document);
        var messages = document.Kind == JsonValueKind.Array ? document : root["messages"];
        if (messages.Kind != JsonValueKind.Array)
            throw Foreign.Invalid("has no list of messages");
        var reader = new OpenAiReader(Kept);
        foreach (var message in Foreign.Items(messages))
            reader.Add(message);
        return new TraceRecord
        {
            TraceId = RecordIds.OfDocument(ExchangeFormat.OpenAiMessages, document),
            SessionId = "",
            Agent = new Agent { Name = MessagePlaces.UnknownAgent, Model = root.Text("model") },
            SystemPrompts = reader.Prompts,
            ToolDefinitions = Foreign.Items(root["tools"]),
            Steps = reader.Steps,
            Metrics = TraceMeasures.Of(reader.Steps),
            Metadata = OriginalRoot.Keep(root, Kept, "model", "messages", "tools"),
        };
    }

    /// <summary>Writes the prompt where it is another than the one in force; the one in force after.</summary>
    private static string? WritePrompt(Utf8JsonWriter writer, TraceRecord record, string? hash, string? inForce)
    {
        if (hash is null || hash == inForce || !record.SystemPrompts.TryGetValue(hash, out var text))
            return inForce;
        OpenAiMessage.Plain("system", text).WriteTo(writer);
        return hash;
    }

    private static bool HasMessage(Step step)
    {
        if (!OpenAiMessage.IsBlank(step))
            return true;
        Original.Take(step.Unknown, Kept, out var kept);
        return kept?.TryGetMember("role"u8, out _) == true;
    }

    private static void WriteStep(Utf8JsonWriter writer, Step step, CallIds ids, ToolNames names)
    {
        var unknown = Original.Take(step.Unknown, Kept, out var kept);
        var calls = step.Role == StepRole.Agent ? ids.Of(step, names) : [];
        var ours = OpenAiMessage.Of(step with { Unknown = unknown }, calls.ConvertAll(static c => (c.Call, c.Id)));
        if (kept is { } value)
            ours = Original.Restore(ours, value, OpenAiMessage.Rewrite);
        ours.WriteTo(writer);
        foreach (var (_, id, result) in calls)
        {
            var message = OpenAiMessage.Result(id, result is null ? MessagePlaces.NoResult : MessagePlaces.ResultText(result));
            if (result is not null)
            {
                Original.Take(result.Unknown, Kept, out var more);
                if (more is { } said)
                    message = Original.Restore(message, said, OpenAiMessage.Rewrite);
            }

            message.WriteTo(writer);
        }
    }
}
