using System.Globalization;
using System.Text;
using OpenTraces.Schema.Tests.Serialization;
using Xunit;

namespace OpenTraces.Schema.Tests.Validation;

public sealed class UnreadableTests
{
    private const string Id = "\"trace_id\":\"00000000-0000-4000-8000-000000000001\",\"session_id\":\"s\",\"agent\":{\"name\":\"pi\"}";

    [Fact]
    public void Every_value_that_cannot_be_read_is_found_and_the_rest_is_validated() =>
        Assert.Equal(
            [
                "$.session_id unreadable The value is not a string.",
                "$.agent unreadable The value is not an object.",
                "$.steps[0].token_usage.input_tokens unreadable The value is not a whole number.",
                "$.steps[1] unreadable The value is not an object.",
                "$.steps[2].tool_calls unreadable The value is not an array.",
                "$.steps[2].role unreadable The member is missing.",
                "$.outcome.success unreadable The value is not true or false.",
                "$.dependencies[1] unreadable The value is not a string.",
                "$.metrics.cache_hit_rate unreadable The value is not a number.",
                "$.metadata unreadable The value is not an object.",
                "$.trace_id unreadable The member is missing.",
                "$.lifecycle unknown_value The value is none of provisional, final.",
                "$.steps[3].role unknown_value The value is none of system, user, agent.",
                "$.steps[3].timestamp time_not_iso8601 The time is not ISO 8601.",
                "$.git_links[0].tier unknown_value The value is none of tool_emitted, tool_emitted_with_divergence, overlapping, orphan.",
            ],
            Find("""
                {"session_id":7,"agent":[{"name":"x"}],"steps":[
                {"step_index":1,"role":"user","token_usage":{"input_tokens":1.5}},[{"a":[1]}],{"tool_calls":{"a":[]},"step_index":3},
                {"step_index":4,"role":"robot","timestamp":"now"}],"lifecycle":"done","outcome":{"success":"yes","committed":false},
                "git_links":[{"revision":"r","tier":"sure"}],"dependencies":["a",null],"metrics":{"cache_hit_rate":"much","total_steps":4},"metadata":[]}
                """));

    [Theory]
    [InlineData("\"steps\":7,\"metrics\":{\"total_steps\":3,\"total_input_tokens\":5}", "$.steps")]
    [InlineData("\"steps\":[{\"step_index\":\"x\",\"role\":\"user\"},{\"step_index\":2,\"role\":\"agent\",\"parent_step\":1}],\"metrics\":{\"total_steps\":2}", "$.steps[0].step_index")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"agent\",\"tool_calls\":[7],\"observations\":[{\"source_call_id\":\"c\"}]}],\"metrics\":{\"total_steps\":1}", "$.steps[0].tool_calls[0]")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":\"user\",\"system_prompt_hash\":\"h\"}],\"system_prompts\":[],\"metrics\":{\"total_steps\":1}", "$.system_prompts")]
    [InlineData("\"steps\":false,\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"step_index\":1,\"tool_call_id\":\"c\"}]", "$.steps")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"anchor\":7}],\"outcome\":{\"committed\":true},\"git_links\":[{\"revision\":\"r\",\"tier\":\"orphan\"}]", "$.patches[0].anchor")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\"}],\"git_links\":{}", "$.git_links")]
    [InlineData("\"patches\":[{\"patch_id\":\"p\",\"file_path\":\"f\",\"anchor\":{\"last_searched_at\":\"2026-01-01T00:00:00Z\",\"commit_sha\":\"0123456789abcdef0123456789abcdef01234567\"}}]", "$.patches[0].anchor.found")]
    [InlineData("\"content_hash\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"security\":7", "$.security")]
    [InlineData("\"attribution\":{\"files\":[{\"path\":\"p\",\"conversations\":[{\"ranges\":[{\"start_line\":1,\"end_line\":[]}]}]}]}", "$.attribution.files[0].conversations[0].ranges[0].end_line")]
    [InlineData("\"schema_version\":7,\"timestamp_end\":7,\"timestamp_start\":\"2026-01-01T00:00:00Z\"", "$.schema_version $.timestamp_end")]
    public void Nothing_is_said_that_rests_on_what_could_not_be_read(string members, string paths) =>
        Assert.Equal(paths.Split(' ').Select(path => path + " unreadable"), Find("{" + Id + "," + members + "}").Select(WithoutMessage));

    [Fact]
    public void A_value_met_twice_is_said_once() =>
        Assert.Equal(
            ["$.agent unreadable", "$.agent.name unreadable", "$.trace_id unreadable", "$.session_id unreadable"],
            Find("""{"agent":7,"agent":8,"agent":{"name":7}}""").Select(WithoutMessage));

    [Theory]
    [InlineData("\"system_prompts\":{\"0000000000000000000000000000000000000000000000000000000000000000\":5,\"1111111111111111111111111111111111111111111111111111111111111111\":6}", "$.system_prompts.* $.system_prompts.*2")]
    [InlineData("\"system_prompts\":{\"a.b\":1,\"k\":2,\"c d\":\"text\",\"e f\":3}", "$.system_prompts.* $.system_prompts.k $.system_prompts.*3")]
    public void Values_under_names_that_may_be_text_are_told_apart(string members, string paths) =>
        Assert.Equal(paths.Split(' ').Select(path => path + " unreadable"), Find("{" + Id + "," + members + "}").Select(WithoutMessage));

    [Theory]
    [InlineData("\"steps\":7,\"steps\":[{\"step_index\":9,\"role\":\"robot\"}],\"metrics\":{\"total_steps\":1}", "$.steps unreadable, $.steps[0].step_index step_index_not_in_sequence, $.steps[0].role unknown_value")]
    [InlineData("\"steps\":[{\"step_index\":1,\"role\":7}],\"steps\":[{\"step_index\":1,\"role\":\"robot\"}],\"metrics\":{\"total_steps\":1}", "$.steps[0].role unreadable, $.steps[0].role unknown_value")]
    [InlineData("\"steps\":[{\"step_index\":9,\"role\":\"robot\"}],\"steps\":7,\"metrics\":{\"total_steps\":1}", "$.steps unreadable")]
    [InlineData("\"outcome\":{\"success\":7,\"success\":true},\"content_hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"", "$.outcome.success unreadable, $.content_hash content_hash_differs")]
    [InlineData("\"steps\":7,\"task\":{\"steps\":[]},\"metrics\":{\"total_steps\":1}", "$.steps unreadable")]
    public void Of_several_members_with_one_name_the_last_is_validated(string members, string findings) =>
        Assert.Equal(findings.Split(", "), Find("{" + Id + "," + members + "}").Select(WithoutMessage));

    [Fact]
    public void What_was_found_before_the_text_ends_being_json_is_said_too() =>
        Assert.Equal(["$.task unreadable", "$ not_json"], Find("{" + Id + ",\"task\":7,\"steps\":[").Select(WithoutMessage));

    [Fact]
    public void There_are_not_more_findings_than_the_limit_and_one()
    {
        var items = string.Join(',', Enumerable.Repeat("7", TraceValidator.MaxFindings + 5));
        var findings = TraceValidator.Validate(Encoding.UTF8.GetBytes("{" + Id + ",\"dependencies\":[" + items + "]}"));
        Assert.Equal((TraceValidator.MaxFindings + 1, "more_findings"), (findings.Count, findings[^1].Code));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"$.dependencies[{TraceValidator.MaxFindings - 1}]"), findings[^2].Path);
    }

    [Fact]
    public void Reading_still_stops_at_the_first_of_them() =>
        Assert.Equal("$.task is not an object.", Assert.Throws<OpenTracesException>(() => Json.Parse("{" + Id + ",\"task\":7,\"steps\":7}")).Message);

    private static string[] Find(string json) =>
        [.. TraceValidator.Validate(Encoding.UTF8.GetBytes(json)).Select(finding => $"{finding.Path} {finding.Code} {finding.Message}")];

    private static string WithoutMessage(string finding) => string.Join(' ', finding.Split(' ')[..2]);
}
