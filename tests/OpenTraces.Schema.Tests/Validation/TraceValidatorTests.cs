using System.Text;
using OpenTraces.Schema.Tests.Serialization;
using Xunit;

namespace OpenTraces.Schema.Tests.Validation;

public sealed class TraceValidatorTests
{
    private const string Id = "\"trace_id\":\"00000000-0000-4000-8000-000000000001\",\"session_id\":\"s\",\"agent\":{\"name\":\"pi\"}";

    private static string[] Find(string members) =>
        [.. TraceValidator.Validate(Encoding.UTF8.GetBytes("{" + Id + (members.Length > 0 ? "," : "") + members + "}"))
            .Select(finding => $"{finding.Severity} {finding.Path} {finding.Code}")];

    [Fact]
    public void A_record_that_keeps_every_rule_gives_nothing() =>
        Assert.Empty(Find("\"steps\":[" + Step(1, "\"tool_calls\":[{\"tool_call_id\":\"c\",\"tool_name\":\"t\"}],\"observations\":[{\"source_call_id\":\"c\"}]") + "],\"metrics\":{\"total_steps\":1}"));

    [Theory]
    [InlineData("\"steps\":[{\"step_index\":2,\"role\":\"user\"}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].step_index step_index_not_in_sequence")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"robot\"}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].role unknown_value")]
    [InlineData("\"schema_version\":\"0.9.0\",\"steps\":[{\"step_index\":1,\"role\":\"robot\"}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].role unknown_value")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"parent_step\":1}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].parent_step parent_step_not_earlier")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"parent_step\":9}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].parent_step parent_step_not_earlier")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"system_prompt_hash\":\"h\"}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].system_prompt_hash system_prompt_missing")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"call_type\":\"side\"}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].call_type unknown_value")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"timestamp\":\"yesterday\"}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].timestamp time_not_iso8601")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"context_node_id\":\"ab\"}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].context_node_id context_node_malformed")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"token_usage\":{\"prefix_reuse_tokens\":-1}}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].token_usage.prefix_reuse_tokens negative_number")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"observations\":[{\"source_call_id\":\"c\"}]}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].observations[0].source_call_id observation_without_call")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"agent\",\"tool_calls\":[{\"tool_call_id\":\"c\",\"tool_name\":\"t\"}]}],\"metrics\":{\"total_steps\":1}", "Info $.steps[0].tool_calls[0].tool_call_id call_without_observation")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"agent\",\"tool_calls\":[{\"tool_call_id\":\"c\",\"tool_name\":\"t\",\"input\":[]}],\"observations\":[{\"source_call_id\":\"c\"}]}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].tool_calls[0].input not_an_object")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"snippets\":[{\"file_path\":\"f\",\"start_line\":3,\"end_line\":2}]}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].snippets[0].end_line line_out_of_range")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"snippets\":[{\"file_path\":\"f\",\"source_step\":2}]}],\"metrics\":{\"total_steps\":1}", "Warning $.steps[0].snippets[0].source_step step_missing")]
    [InlineData("\"metrics\":{\"total_steps\":1}", "Error $.metrics.total_steps total_differs")]
    [InlineData("\"metrics\":{\"total_input_tokens\":1}", "Warning $.metrics.total_input_tokens total_differs")]
    [InlineData("\"metrics\":{\"cache_hit_rate\":1.5}", "Error $.metrics.cache_hit_rate rate_out_of_range")]
    [InlineData("\"metrics\":{\"estimated_cost_usd\":-1}", "Error $.metrics.estimated_cost_usd negative_number")]
    [InlineData("\"content_hash\":\"sha256:00\"", "Error $.content_hash content_hash_malformed")]
    [InlineData("\"content_hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"", "Warning $.content_hash content_hash_differs")]
    [InlineData("\"timestamp_start\":\"2026-01-02T00:00:00Z\",\"timestamp_end\":\"2026-01-01T00:00:00Z\"", "Warning $.timestamp_end ends_before_start")]
    [InlineData("\"timestamp_start\":\"12\"", "Warning $.timestamp_start time_not_iso8601")]
    [InlineData("\"execution_context\":\"test\"", "Error $.execution_context unknown_value")]
    [InlineData("\"lifecycle\":\"done\"", "Error $.lifecycle unknown_value")]
    [InlineData("\"environment\":{\"vcs\":{\"type\":\"svn\"}}", "Error $.environment.vcs.type unknown_value")]
    [InlineData("\"outcome\":{\"signal_confidence\":\"sure\"}", "Error $.outcome.signal_confidence unknown_value")]
    [InlineData("\"outcome\":{\"terminal_state\":\"ok\"}", "Error $.outcome.terminal_state unknown_value")]
    [InlineData("\"outcome\":{\"commit_sha\":\"abc\"}", "Warning $.outcome.commit_sha commit_malformed")]
    [InlineData("\"generation_index\":-1", "Error $.generation_index negative_number")]
    [InlineData("\"tool_definitions\":[1]", "Error $.tool_definitions[0] not_an_object")]
    [InlineData("\"patches\":[{\"patch_id\":\"\",\"file_path\":\"f\"}]", "Error $.patches[0].patch_id patch_id_empty")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"step_index\":1}]", "Error $.patches[0].step_index step_missing")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"tool_call_id\":\"c\"}]", "Error $.patches[0].tool_call_id call_missing")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"anchor\":{\"found\":true,\"last_searched_at\":\"2026-01-01T00:00:00Z\"}}],\"outcome\":{\"committed\":true}", "Error $.patches[0].anchor.commit_sha anchor_without_commit")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"anchor\":{\"found\":false,\"last_searched_at\":\"2026-01-01T00:00:00Z\",\"evidence_tier\":\"sure\"}}]", "Error $.patches[0].anchor.evidence_tier unknown_value")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\"}],\"outcome\":{\"committed\":true}", "Error $.outcome.committed derived_differs")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\"}],\"git_links\":[{\"revision\":\"r\",\"tier\":\"orphan\"}]", "Error $.git_links derived_differs")]
    [InlineData("\"git_links\":[{\"revision\":\"r\",\"tier\":\"sure\"}]", "Error $.git_links[0].tier unknown_value")]
    [InlineData("\"git_links\":[{\"revision\":\"r\",\"tier\":\"orphan\",\"vcs_type\":\"svn\"}]", "Error $.git_links[0].vcs_type unknown_value")]
    [InlineData("\"attribution\":{\"files\":[{\"path\":\"p\",\"conversations\":[{\"ranges\":[{\"start_line\":2,\"end_line\":1}]}]}]}", "Warning $.attribution.files[0].conversations[0].ranges[0].end_line line_out_of_range")]
    [InlineData("\"attribution\":{\"files\":[{\"path\":\"p\",\"conversations\":[{\"ranges\":[{\"start_line\":1,\"end_line\":1,\"content_hash\":\"murmur3:12\"}]}]}]}", "Warning $.attribution.files[0].conversations[0].ranges[0].content_hash range_hash_malformed")]
    [InlineData("\"schema_version\":\"0.1.0\"", "Info $.schema_version older_schema")]
    [InlineData("\"schema_version\":\"1.0.0\"", "Warning $.schema_version newer_schema")]
    [InlineData("\"schema_version\":\"new\"", "Error $.schema_version version_malformed")]
    [InlineData("\"steps\":7", "Error $.steps unreadable")]
    [InlineData("\"steps\":[{\"role\":\"user\"}],\"metrics\":{\"total_steps\":1}", "Error $.steps[0].step_index unreadable")]
    [InlineData("\"steps\":[", "Error $ not_json")]
    public void What_breaks_a_rule_is_found_at_its_place(string members, string finding) => Assert.Equal([finding], Find(members));

    [Fact]
    public void Calls_with_one_id_and_results_on_another_step_are_told_apart()
    {
        const string Call = "\"tool_calls\":[{\"tool_call_id\":\"c\",\"tool_name\":\"t\"}]";
        Assert.Equal(
            ["Warning $.steps[1].observations[0].source_call_id observation_on_other_step", "Warning $.steps[2].tool_calls[0].tool_call_id tool_call_id_repeated", "Warning $.patches[0].tool_call_id call_on_other_step"],
            Find($"\"steps\":[{Step(1, Call)},{Step(2, "\"observations\":[{\"source_call_id\":\"c\"}]")},{Step(3, Call)}],\"metrics\":{{\"total_steps\":3}}"
                + ",\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"step_index\":3,\"tool_call_id\":\"c\"}]"));
    }

    [Fact]
    public void A_trace_id_is_a_uuid() =>
        Assert.Equal("$.trace_id", Assert.Single(TraceValidator.Validate(Json.Parse(Json.Record("\"steps\":[]")))).Path);

    [Fact]
    public void A_hash_that_fits_is_no_finding()
    {
        var record = Json.Parse("{" + Id + "}");
        Assert.Empty(TraceValidator.Validate(record with { ContentHash = TraceJson.ComputeContentHash(record) }));
    }

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("0.9.0")]
    public void A_hash_of_a_later_version_is_not_compared(string version) =>
        Assert.Empty(Find($"\"schema_version\":\"{version}\",\"content_hash\":\"{new string('0', 64)}\""));

    [Fact]
    public void Findings_hold_no_content_and_have_an_end()
    {
        var steps = string.Join(',', Enumerable.Repeat("{\"step_index\":0,\"role\":\"my secret\"}", TraceValidator.MaxFindings));
        var findings = TraceValidator.Validate(Encoding.UTF8.GetBytes("{" + Id + ",\"steps\":[" + steps + "]}"));
        Assert.Equal((TraceValidator.MaxFindings + 1, "more_findings"), (findings.Count, findings[^1].Code));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("secret", StringComparison.Ordinal));
    }

    private static string Step(int index, string members) => $"{{\"step_index\":{index},\"role\":\"agent\",{members}}}";
}
