using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads one step of any version since 1.0.</summary>
internal static class AtifStepReader
{
    public static Step Read(RawJson json, int id)
    {
        if (json.Kind != JsonValueKind.Object)
            throw Foreign.Invalid("has a step that is not an object");
        var step = Foreign.Object(json);
        var source = step.Text("source") ?? StepRole.System;
        var extra = Foreign.Object(step["extra"])[Remainder.Name];
        var carried = Remainder.Read(extra, StepJson.Read, writer =>
        {
            writer.WriteNumber("step_index"u8, id);
            writer.WriteString("role"u8, CleanText.Of(source));
        });
        var message = ForeignContent.Text(step["message"]);
        return carried with
        {
            Content = string.IsNullOrEmpty(message) ? carried.Content : message,
            Timestamp = step.Text("timestamp") ?? carried.Timestamp,
            Model = step.Text("model_name") ?? carried.Model,
            ReasoningContent = step.Text("reasoning_content") ?? carried.ReasoningContent,
            ToolCalls = step.Has("tool_calls") ? [.. Foreign.Items(step["tool_calls"]).Select(ReadCall)] : carried.ToolCalls,
            Observations = ReadResults(Foreign.Object(step["observation"])),
            TokenUsage = step.IsTrue("is_copied_context") ? new TokenUsage() : ReadUsage(step["metrics"], carried.TokenUsage),
        };
    }

    /// <summary>The references a step makes to other trajectories.</summary>
    public static IEnumerable<ForeignObject> Refs(RawJson step) =>
        from result in Foreign.Items(Foreign.Object(Foreign.Object(step)["observation"])["results"])
        from reference in Foreign.Items(Foreign.Object(result)["subagent_trajectory_ref"])
        select Foreign.Object(reference);

    private static ToolCall ReadCall(RawJson json)
    {
        var call = Foreign.Object(json);
        var id = call.Text("tool_call_id") ?? "";
        var name = call.Text("function_name") ?? "";
        var carried = Remainder.Read(Foreign.Object(call["extra"])[Remainder.Name], ToolCallJson.Read, static writer =>
        {
            writer.WriteString("tool_call_id"u8, "");
            writer.WriteString("tool_name"u8, "");
        });
        var whole = carried.Input == RawJson.EmptyObject;
        return carried with { ToolCallId = id, ToolName = name, Input = whole && call.Has("arguments") ? call["arguments"] : carried.Input };
    }

    private static List<Observation> ReadResults(ForeignObject observation)
    {
        var results = new List<Observation>();
        foreach (var item in Foreign.Items(observation["results"]))
        {
            var result = Foreign.Object(item);
            if (result.Members.All(static m => m.Name == "subagent_trajectory_ref") && result.Members.Count > 0)
                continue;
            var carried = Remainder.Read(Foreign.Object(result["extra"])[Remainder.Name], ObservationJson.Read,
                static writer => writer.WriteString("source_call_id"u8, ""));
            results.Add(carried with
            {
                SourceCallId = result.Text("source_call_id") ?? carried.SourceCallId,
                Content = ForeignContent.Text(result["content"]) ?? carried.Content,
            });
        }

        return results;
    }

    private static TokenUsage ReadUsage(RawJson json, TokenUsage none)
    {
        var metrics = Foreign.Object(json);
        var extra = Foreign.Object(metrics["extra"]);
        var usage = extra.Has(Remainder.Name)
            ? Remainder.Read(extra[Remainder.Name], TokenUsageJson.Read, static _ => { })
            : none;
        if (!metrics.Has("prompt_tokens") && !metrics.Has("completion_tokens"))
            return usage;
        return PromptTokens.Apart(usage, metrics.Count("prompt_tokens") ?? 0, metrics.Count("completion_tokens") ?? 0,
            metrics.Count("cached_tokens") ?? 0, extra.Count("cache_creation_input_tokens") ?? 0);
    }
}
