using System.Text.Json;

namespace OpenTraces.Schema;

internal static class StepChecks
{
    /// <summary>What all that is said of indices and calls rests on.</summary>
    public const string Path = "$.steps";

    public static void Check(TraceRecord record, StepTable steps, int position, Findings findings)
    {
        var step = record.Steps[position];
        var path = $"$.steps[{position}]";
        if (step.StepIndex != position + 1)
            findings.Error(path + ".step_index", "step_index_not_in_sequence", "Steps are numbered from 1 without gaps.");
        findings.RequireOneOf(Vocabularies.Role, step.Role, path + ".role");
        if (step.SystemPromptHash is { } prompt && !record.SystemPrompts.ContainsKey(prompt))
            findings.Error(path + ".system_prompt_hash", "system_prompt_missing", "No member of system_prompts has this hash.", on: "$.system_prompts");
        if (step.ParentStep is { } parent && !(steps.PositionOf(parent) < position))
            findings.Error(path + ".parent_step", "parent_step_not_earlier", "A parent is a step of this record that stands before its child.", on: Path);
        findings.RequireOneOf(Vocabularies.CallType, step.CallType, path + ".call_type");
        var calls = CheckCalls(step, steps, position, path, findings);
        CheckObservations(step, calls, steps, path, findings);
        CheckSnippets(step, steps, path, findings);
        CheckTokens(step.TokenUsage, path + ".token_usage", findings);
        findings.RequireTime(step.Timestamp, path + ".timestamp");
        if (step.ContextNodeId is { } node && !TextShapes.IsPrefixedSha256(node))
            findings.Warning(path + ".context_node_id", "context_node_malformed", "A context node id is sha256: and 64 lower-case hexadecimal digits.");
    }

    private static HashSet<string> CheckCalls(Step step, StepTable steps, int position, string path, Findings findings)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < step.ToolCalls.Count; i++)
        {
            var call = step.ToolCalls[i];
            var at = $"{path}.tool_calls[{i}]";
            if (!own.Add(call.ToolCallId) || steps.PositionOfCall(call.ToolCallId) != position)
                findings.Warning(at + ".tool_call_id", "tool_call_id_repeated", "An earlier call has the same id, so results cannot be told apart.", on: Path);
            if (!steps.IsAnswered(call.ToolCallId))
                findings.Info(at + ".tool_call_id", "call_without_observation", "The call has no result.", on: Path);
            if (call.Input.Kind != JsonValueKind.Object)
                findings.Error(at + ".input", "not_an_object", "The value is not an object.");
            findings.RequireNotNegative(call.DurationMs, at + ".duration_ms");
        }

        return own;
    }

    private static void CheckObservations(Step step, HashSet<string> calls, StepTable steps, string path, Findings findings)
    {
        for (var i = 0; i < step.Observations.Count; i++)
        {
            var id = step.Observations[i].SourceCallId;
            if (calls.Contains(id))
                continue;
            var at = $"{path}.observations[{i}].source_call_id";
            if (steps.PositionOfCall(id) is null)
                findings.Warning(at, "observation_without_call", "No call of this record has this id.", on: Path);
            else
                findings.Warning(at, "observation_on_other_step", "The call stands on another step; a result belongs to the step of its call.", on: Path);
        }
    }

    private static void CheckSnippets(Step step, StepTable steps, string path, Findings findings)
    {
        for (var i = 0; i < step.Snippets.Count; i++)
        {
            var snippet = step.Snippets[i];
            var at = $"{path}.snippets[{i}]";
            if (snippet.StartLine < 1)
                findings.Warning(at + ".start_line", "line_out_of_range", "Lines are counted from 1.");
            if (snippet.EndLine < snippet.StartLine)
                findings.Warning(at + ".end_line", "line_out_of_range", "The range ends before it starts.");
            if (snippet.SourceStep is { } source && steps.PositionOf(source) is null)
                findings.Warning(at + ".source_step", "step_missing", "No step has this index.", on: Path);
        }
    }

    private static void CheckTokens(TokenUsage usage, string path, Findings findings)
    {
        findings.RequireNotNegative(usage.InputTokens, path + ".input_tokens");
        findings.RequireNotNegative(usage.OutputTokens, path + ".output_tokens");
        findings.RequireNotNegative(usage.CacheReadTokens, path + ".cache_read_tokens");
        findings.RequireNotNegative(usage.CacheWriteTokens, path + ".cache_write_tokens");
        findings.RequireNotNegative(usage.CacheWrite1hTokens, path + ".cache_write_1h_tokens");
        findings.RequireNotNegative(usage.PrefixReuseTokens, path + ".prefix_reuse_tokens");
    }
}
