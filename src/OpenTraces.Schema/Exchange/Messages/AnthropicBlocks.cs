using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Messages and blocks of an Anthropic list, to and from the members of a step.</summary>
internal static class AnthropicBlocks
{
    /// <summary>
    /// The message of a step. The provider refuses blank text and thinking without its own signature, which a record does
    /// not hold: neither is in it.
    /// </summary>
    public static RawJson Message(Step step, IReadOnlyList<(ToolCall Call, string Id)> calls) => RawJson.Build(writer =>
    {
        var agent = step.Role == StepRole.Agent;
        var text = string.IsNullOrWhiteSpace(step.Content) ? null : step.Content;
        writer.WriteStartObject();
        writer.WriteString("role"u8, agent ? "assistant"u8 : "user"u8);
        if (text is not null && calls.Count == 0)
        {
            writer.PutText("content"u8, text);
        }
        else
        {
            writer.WriteStartArray("content"u8);
            if (text is not null)
                WriteText(writer, text);
            foreach (var (call, id) in calls)
                WriteCall(writer, call, id);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    /// <summary>Whether nothing is left of a step that a message may hold.</summary>
    public static bool IsBlank(Step step) =>
        string.IsNullOrWhiteSpace(step.Content) && (step.Role != StepRole.Agent || step.ToolCalls.Count == 0);

    /// <summary>The result of a call. The provider refuses blank text and asks for none.</summary>
    public static RawJson Result(string callId, Observation? result) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        writer.PutText("tool_use_id"u8, callId);
        var text = result is null ? MessagePlaces.NoResult : MessagePlaces.ResultText(result);
        if (!string.IsNullOrWhiteSpace(text))
            writer.PutText("content"u8, text);
        if (result?.Error is not null)
            writer.WriteBoolean("is_error"u8, true);
        writer.WriteEndObject();
    });

    /// <summary>The blocks of a message whose content may be a text.</summary>
    public static List<RawJson> Of(RawJson message)
    {
        var content = Foreign.Object(message)["content"];
        return content.AsString() is { } text ? [RawJson.Build(writer => WriteText(writer, text))] : Foreign.Items(content);
    }

    /// <summary>Everything of a message but the results; the index is left for the caller.</summary>
    public static Step Read(ForeignObject message)
    {
        var agent = message.Text("role") == "assistant";
        var text = ForeignContent.Text(message["content"]);
        var thinking = new List<string>();
        var calls = new List<ToolCall>();
        foreach (var item in Foreign.Items(message["content"]))
        {
            var block = Foreign.Object(item);
            if (block.Text("type") is "thinking" && block.Text("thinking") is { } thought)
                thinking.Add(thought);
            else if (block.Text("type") is "tool_use")
                calls.Add(new ToolCall { ToolCallId = block.Text("id") ?? "", ToolName = block.Text("name") ?? "", Input = InputOf(block["input"]) });
        }

        return new Step
        {
            StepIndex = 1,
            Role = agent ? StepRole.Agent : StepRole.User,
            Content = text is "" ? null : text,
            ReasoningContent = agent && thinking.Count > 0 ? string.Join('\n', thinking) : null,
            ToolCalls = agent ? calls : [],
        };
    }

    public static Observation ReadResult(ForeignObject block)
    {
        var text = ForeignContent.Text(block["content"]);
        var error = block.IsTrue("is_error");
        var said = error ? MessagePlaces.ErrorOf(text) : null;
        return new Observation
        {
            SourceCallId = block.Text("tool_use_id") ?? "",
            // An error with nothing said is one with nothing said, not one whose text names it.
            Content = said is null ? text ?? (error ? "" : null) : null,
            Error = error ? said ?? "tool_error" : null,
        };
    }

    public static RawJson Rewrite(RawJson message)
    {
        var step = Read(Foreign.Object(message));
        return Message(step, [.. step.ToolCalls.Select(static c => (c, c.ToolCallId))]);
    }

    public static RawJson RewriteResult(RawJson block)
    {
        var result = ReadResult(Foreign.Object(block));
        return Result(result.SourceCallId, result);
    }

    private static RawJson InputOf(RawJson input) => input.Kind == JsonValueKind.Null ? RawJson.EmptyObject : input;

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.PutText("text"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, ToolCall call, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.PutText("id"u8, id);
        writer.PutText("name"u8, call.ToolName);
        if (call.Input.Kind == JsonValueKind.Object)
        {
            writer.PutRaw("input"u8, call.Input);
        }
        else
        {
            writer.WriteStartObject("input"u8);
            writer.PutRaw("raw"u8, call.Input);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
