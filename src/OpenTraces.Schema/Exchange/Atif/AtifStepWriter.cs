using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Writes one step. Model, reasoning, calls and metrics are an agent's alone; other steps have them in <c>extra</c>.</summary>
internal static class AtifStepWriter
{
    public static RawJson Write(Step step, int id, IReadOnlyList<string> embedded) => RawJson.Build(writer =>
    {
        var agent = step.Role == StepRole.Agent;
        var time = IsTime(step.Timestamp) ? step.Timestamp : null;
        writer.WriteStartObject();
        writer.WriteWhole("step_id"u8, id);
        writer.PutText("timestamp"u8, time);
        writer.PutText("source"u8, SourceOf(step));
        writer.PutText("model_name"u8, agent ? step.Model : null);
        writer.PutText("message"u8, step.Content ?? "");
        writer.PutText("reasoning_content"u8, agent ? step.ReasoningContent : null);
        if (agent && step.ToolCalls.Count > 0)
            writer.WriteList("tool_calls"u8, step.ToolCalls, WriteCall);
        WriteObservation(writer, step, agent, embedded);
        if (agent)
            WriteMetrics(writer, step.TokenUsage);
        writer.PutExtension("extra"u8, Remainder.Of(Rest(step, agent, time), new Step { StepIndex = id, Role = SourceOf(step) }, StepJson.Write));
        writer.WriteEndObject();
    });

    /// <summary>A sum that stays in range.</summary>
    public static long Sum(params ReadOnlySpan<long> values)
    {
        Int128 sum = 0;
        foreach (var value in values)
            sum += value;
        return sum > long.MaxValue ? long.MaxValue : (long)sum;
    }

    private static string SourceOf(Step step) => AtifPlaces.IsSource(step.Role) ? step.Role : StepRole.System;

    private static Step Rest(Step step, bool agent, string? time) => step with
    {
        // Nothing said and an empty text are one in ATIF.
        Content = step.Content is "" ? "" : null,
        Timestamp = time is null ? step.Timestamp : null,
        Model = agent ? null : step.Model,
        ReasoningContent = agent ? null : step.ReasoningContent,
        ToolCalls = agent ? [] : step.ToolCalls,
        Observations = [],
        TokenUsage = agent ? new TokenUsage() : step.TokenUsage,
    };

    private static void WriteCall(Utf8JsonWriter writer, ToolCall call)
    {
        writer.WriteStartObject();
        writer.PutText("tool_call_id"u8, call.ToolCallId);
        writer.PutText("function_name"u8, call.ToolName);
        var fits = call.Input.Kind == JsonValueKind.Object;
        if (fits)
        {
            writer.PutRaw("arguments"u8, call.Input);
        }
        else
        {
            writer.WriteStartObject("arguments"u8);
            writer.PutRaw("raw"u8, call.Input);
            writer.WriteEndObject();
        }

        var blank = new ToolCall { ToolCallId = call.ToolCallId, ToolName = call.ToolName };
        writer.PutExtension("extra"u8, Remainder.Of(fits ? call with { Input = blank.Input } : call, blank, ToolCallJson.Write));
        writer.WriteEndObject();
    }

    private static void WriteObservation(Utf8JsonWriter writer, Step step, bool agent, IReadOnlyList<string> embedded)
    {
        if (step.Observations.Count == 0 && embedded.Count == 0)
            return;
        var bearer = embedded.Count > 0 ? BearerOf(step) : -1;
        writer.WriteStartObject("observation"u8);
        writer.WriteStartArray("results"u8);
        for (var i = 0; i < step.Observations.Count; i++)
            WriteResult(writer, step, step.Observations[i], agent, i == bearer ? embedded : []);
        if (bearer < 0 && embedded.Count > 0)
        {
            writer.WriteStartObject();
            WriteRefs(writer, embedded);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // The result of the call that started the sub-agent; which one that is, only the tool's name tells.
    private static int BearerOf(Step step)
    {
        var starter = step.ToolCalls.FirstOrDefault(static c =>
            c.ToolName is "Task" or "Agent" or "spawn_agent" || c.ToolName.Contains("subagent", StringComparison.OrdinalIgnoreCase));
        for (var i = 0; starter is not null && i < step.Observations.Count; i++)
        {
            if (step.Observations[i].SourceCallId == starter.ToolCallId)
                return i;
        }

        return -1;
    }

    private static void WriteResult(
        Utf8JsonWriter writer, Step step, Observation result, bool agent, IReadOnlyList<string> embedded)
    {
        var answers = agent && step.ToolCalls.Any(c => c.ToolCallId == result.SourceCallId);
        writer.WriteStartObject();
        writer.PutText("source_call_id"u8, answers ? result.SourceCallId : null);
        writer.PutText("content"u8, result.Content);
        WriteRefs(writer, embedded);
        var blank = new Observation { SourceCallId = answers ? result.SourceCallId : "" };
        writer.PutExtension("extra"u8, Remainder.Of(result with { Content = null }, blank, ObservationJson.Write));
        writer.WriteEndObject();
    }

    private static void WriteRefs(Utf8JsonWriter writer, IReadOnlyList<string> embedded)
    {
        if (embedded.Count == 0)
            return;
        writer.WriteStartArray("subagent_trajectory_ref"u8);
        foreach (var id in embedded)
        {
            writer.WriteStartObject();
            writer.PutText("trajectory_id"u8, id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, TokenUsage usage)
    {
        var counted = PromptTokens.Fit(usage) && PromptTokens.Any(usage);
        var rest = Remainder.Of(PromptTokens.Rest(usage), new TokenUsage(), TokenUsageJson.Write);
        if (!counted && rest is null)
            return;
        writer.WriteStartObject("metrics"u8);
        if (counted)
        {
            writer.WriteWhole("prompt_tokens"u8, PromptTokens.Of(usage));
            writer.WriteWhole("completion_tokens"u8, usage.OutputTokens);
            writer.WriteWhole("cached_tokens"u8, usage.CacheReadTokens);
        }

        if (rest is not null || (counted && usage.CacheWriteTokens > 0))
        {
            writer.WriteStartObject("extra"u8);
            if (counted && usage.CacheWriteTokens > 0)
                writer.WriteWhole("cache_creation_input_tokens"u8, usage.CacheWriteTokens);
            if (rest is { } more)
                writer.PutRaw("opentraces"u8, more);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (counted)
            writer.WriteWhole("llm_call_count"u8, 1);
    }

    private static bool IsTime(string? text) => text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', ..]
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
