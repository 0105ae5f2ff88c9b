namespace OpenTraces.Schema;

/// <summary>Members of a record that no exchange format has a member for.</summary>
internal static class CarriedPaths
{
    /// <summary>Those of the record as a whole.</summary>
    public static IReadOnlyList<string> OfRecord { get; } =
    [
        "schema_version", "content_hash", "timestamp_start", "timestamp_end", "execution_context", "task.*", "environment.*",
        "system_prompts.*", "outcome.*", "patches[].*", "dependencies[]", "security.*", "attribution.*", "lifecycle",
        "git_links[].*", "generation_index", "context_tree_summary", "metadata.*",
    ];

    /// <summary>Those of its steps.</summary>
    public static IReadOnlyList<string> OfSteps { get; } =
    [
        "steps[].system_prompt_hash", "steps[].agent_role", "steps[].parent_step", "steps[].call_type",
        "steps[].subagent_trajectory_ref", "steps[].tools_available[]", "steps[].snippets[].*", "steps[].context_node_id",
        "steps[].tool_calls[].duration_ms", "steps[].observations[].output_summary", "steps[].observations[].error",
        "steps[].token_usage.prefix_reuse_tokens", "steps[].token_usage.output_is_placeholder", "metrics.total_duration_s", "metrics.cache_hit_rate",
    ];

    public static IReadOnlyList<LossRule> Rules(string reason, params ReadOnlySpan<string> more)
    {
        var rules = new List<LossRule>();
        foreach (var path in (IEnumerable<string>)[.. OfRecord, .. OfSteps, .. more])
            rules.Add(new LossRule(path, LossKind.Carried, reason));
        return rules;
    }
}
