using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>One message of a chat completion, to and from the members of a step.</summary>
internal static class OpenAiMessage
{
    public static RawJson Plain(string role, string text) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.PutText("content"u8, text);
        writer.WriteEndObject();
    });

    public static RawJson Result(string callId, string text) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.PutText("tool_call_id"u8, callId);
        writer.PutText("content"u8, text);
        writer.WriteEndObject();
    });

    /// <summary>Whether an agent's step has neither text nor calls: providers refuse its message.</summary>
    public static bool IsBlank(Step step) =>
        step.Role == StepRole.Agent && string.IsNullOrEmpty(step.Content) && step.ToolCalls.Count == 0;

    public static RawJson Of(Step step, IReadOnlyList<(ToolCall Call, string Id)> calls)
    {
        // System instructions go first and belong to every turn; what a system step says came in the middle.
        if (step.Role != StepRole.Agent)
            return Plain(step.Role == StepRole.User ? "user" : "developer", step.Content ?? "");
        return RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, "assistant"u8);
            if (step.Content is null && calls.Count > 0)
                writer.WriteNull("content"u8);
            else
                writer.PutText("content"u8, step.Content ?? "");
            writer.PutText("reasoning_content"u8, step.ReasoningContent);
            if (calls.Count > 0)
            {
                writer.WriteStartArray("tool_calls"u8);
                foreach (var (call, id) in calls)
                    WriteCall(writer, call, id);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Reads a message of the assistant, the user or the system; the index is left for the caller.</summary>
    public static Step Read(ForeignObject message)
    {
        var role = message.Text("role") switch
        {
            "assistant" => StepRole.Agent,
            "user" => StepRole.User,
            _ => StepRole.System,
        };
        var reasoning = message.Text("reasoning_content") ?? message.Text("reasoning");
        var calls = Foreign.Items(message["tool_calls"]).ConvertAll(ReadCall);
        var text = ForeignContent.Text(message["content"]);
        return new Step
        {
            StepIndex = 1,
            Role = role,
            Content = text is "" && role == StepRole.Agent && (calls.Count > 0 || reasoning is not null) ? null : text,
            ReasoningContent = role == StepRole.Agent ? reasoning : null,
            ToolCalls = role == StepRole.Agent ? calls : [],
        };
    }

    /// <summary>A message read and written again.</summary>
    public static RawJson Rewrite(RawJson json)
    {
        var message = Foreign.Object(json);
        if (message.Text("role") is "tool")
            return Result(message.Text("tool_call_id") ?? "", ForeignContent.Text(message["content"]) ?? "");
        var step = Read(message);
        if (message.Text("role") is "system")
            return Plain("system", step.Content ?? "");
        return Of(step, [.. step.ToolCalls.Select(static c => (c, c.ToolCallId))]);
    }

    private static void WriteCall(Utf8JsonWriter writer, ToolCall call, string id)
    {
        writer.WriteStartObject();
        writer.PutText("id"u8, id);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.PutText("name"u8, call.ToolName);
        writer.PutText("arguments"u8, Encoding.UTF8.GetString(CleanText.Of(call.Input).Utf8.Span));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static ToolCall ReadCall(RawJson json)
    {
        var call = Foreign.Object(json);
        var custom = Foreign.Object(call["custom"]);
        var function = Foreign.Object(call["function"]);
        var text = function.Text("arguments") ?? custom.Text("input") ?? "";
        return new ToolCall
        {
            ToolCallId = call.Text("id") ?? "",
            ToolName = function.Text("name") ?? custom.Text("name") ?? "",
            Input = Foreign.Embedded(text) ?? RawText(text),
        };
    }

    private static RawJson RawText(string text) => text.Length == 0 ? RawJson.EmptyObject : RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteText("raw"u8, text);
        writer.WriteEndObject();
    });
}
