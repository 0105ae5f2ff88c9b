using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Messages in the form the conventions give input and output.</summary>
internal static class OtelMessages
{
    /// <summary>What is new to the model: results, and what a person or the system said with everything else of the step beside it; null when nothing.</summary>
    /// <param name="answered">The step before, whose results the model gets to see now.</param>
    /// <param name="steps">What was said since.</param>
    public static RawJson? Input(Step? answered, IReadOnlyList<Step> steps) => steps.Count == 0 && answered is not { Observations.Count: > 0 } ? null : RawJson.Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var result in answered?.Observations ?? [])
            WriteResult(writer, result);
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            writer.PutText("role"u8, step.Role);
            writer.WriteStartArray("parts"u8);
            WritePart(writer, "text", step.Content);
            writer.WriteEndArray();
            var blank = new Step { StepIndex = 0, Role = step.Role };
            writer.PutRaw("opentraces"u8, Remainder.Of(step with { Content = null }, blank, StepJson.Write)!.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static RawJson Output(Step step) => RawJson.Build(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("parts"u8);
        WritePart(writer, "reasoning", step.ReasoningContent);
        WritePart(writer, "text", step.Content);
        foreach (var call in step.ToolCalls)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "tool_call"u8);
            writer.PutText("id"u8, call.ToolCallId);
            writer.PutText("name"u8, call.ToolName);
            writer.PutRaw("arguments"u8, call.Input);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("finish_reason"u8, step.ToolCalls.Count > 0 ? "tool_call"u8 : "stop"u8);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    public static RawJson Instructions(string prompt) => RawJson.Build(writer =>
    {
        writer.WriteStartArray();
        WritePart(writer, "text", prompt);
        writer.WriteEndArray();
    });

    /// <summary>The texts of the parts of one type, joined by line feeds; null when there are none.</summary>
    public static string? Text(ForeignObject message, string type)
    {
        var texts = Foreign.Items(message["parts"]).Select(Foreign.Object).Where(p => p.Text("type") == type)
            .Select(static p => p.Text("content")).OfType<string>().ToList();
        return texts.Count == 0 ? null : string.Join('\n', texts);
    }

    private static void WriteResult(Utf8JsonWriter writer, Observation result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_call_response"u8);
        writer.PutText("id"u8, result.SourceCallId);
        writer.PutText("response"u8, MessagePlaces.ResultText(result));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, string type, string? content)
    {
        if (content is null)
            return;
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.PutText("content"u8, content);
        writer.WriteEndObject();
    }
}
