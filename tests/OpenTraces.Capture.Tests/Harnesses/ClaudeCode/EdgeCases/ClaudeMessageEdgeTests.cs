using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

public class ClaudeMessageEdgeTests
{
    private const string Withheld = "[reasoning withheld by the provider]";
    private readonly ClaudeLines _lines = new();

    [Theory]
    [InlineData("""{"type":"thinking","thinking":"","signature":"s"}""", Withheld)]
    [InlineData("""{"type":"thinking","thinking":"","signature":"s"},{"type":"thinking","thinking":"","signature":"t"}""", Withheld)]
    [InlineData("""{"type":"thinking","thinking":"why","signature":"s"},{"type":"thinking","thinking":"","signature":"t"}""", "why")]
    [InlineData("""{"type":"thinking","thinking":"","signature":"s"},{"type":"thinking","thinking":"why","signature":"t"}""", Withheld + "\nwhy")]
    [InlineData("""{"type":"redacted_thinking","data":"x"}""", Withheld)]
    [InlineData("""{"type":"thinking","signature":""}""", null)]
    [InlineData("""{"type":"thinking"}""", null)]
    public async Task Withheld_thinking_is_marked_once_where_it_comes_first(string blocks, string? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m", ClaudeLines.Text("t") + "," + blocks));
        Assert.Equal(expected, run.Only.ReasoningContent);
        Assert.Empty(run.Sink.UnknownTypes);
    }

    [Fact]
    public async Task A_bare_string_among_blocks_is_text()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.UserBlocks("\"plain\"," + ClaudeLines.Text("block")), _lines.Assistant("m", "\"said\""));
        Assert.Equal(["plain\nblock", "said"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task Tokens_of_the_cache_come_from_the_flat_members_and_buckets_are_not_added()
    {
        const string Usage = """{"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"iterations":[{"input_tokens":1,"output_tokens":2}]}""";
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m", ClaudeLines.Text("t"), Usage));
        Assert.Equal((1L, 2L, 30L), (run.Only.TokenUsage.InputTokens, run.Only.TokenUsage.OutputTokens, run.Only.TokenUsage.CacheWriteTokens));
    }

    [Fact]
    public async Task One_request_id_in_two_sessions_is_two_messages()
    {
        var other = new ClaudeLines { SessionId = "session-2", Extra = "\"uuid\":\"other\"" };
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant(null, ClaudeLines.Text("a"), extra: "\"requestId\":\"r\""),
            other.Assistant(null, ClaudeLines.Text("b"), extra: "\"requestId\":\"r\""));
        Assert.Equal(["a", "b"], run.Steps.Select(s => s.Content));
        Assert.Equal("""["session-1","session-2"]""", run.Metadata("session_ids").ToString());
    }

    [Fact]
    public async Task Three_fragments_with_results_and_hook_lines_between_them_are_one_step_at_the_time_of_the_first()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m", ClaudeLines.Thinking("why"), ClaudeLines.Usage(5, 1), stop: null),
            """{"type":"opentraces_hook","event":"PreToolUse","timestamp":"2026-05-01T10:00:09.000Z","data":{}}""",
            _lines.Assistant("m", ClaudeLines.Text("so") + "," + ClaudeLines.Call("c1", "Bash"), ClaudeLines.Usage(5, 1), stop: null),
            _lines.Result("c1", "one"),
            _lines.Assistant("m", ClaudeLines.Call("c2", "Read"), ClaudeLines.Usage(5, 80)),
            _lines.Result("c2", "two"));
        Assert.Equal(("why", "so", 80L, "2026-05-01T10:00:01.000Z"),
            (run.Only.ReasoningContent!, run.Only.Content!, run.Only.TokenUsage.OutputTokens, run.Only.Timestamp!));
        Assert.Equal(["one", "two"], run.Only.Observations.Select(o => o.Content));
        Assert.Equal([EntryFate.Mapped, EntryFate.Carried, EntryFate.Folded, EntryFate.Folded, EntryFate.Folded, EntryFate.Folded],
            run.Sink.Entries.Select(e => e.Fate));
    }

    [Fact]
    public async Task A_long_ask_is_the_task_whole_down_to_the_last_surrogate_pair()
    {
        var ask = new string('x', 499) + "\U0001F600" + new string('y', 20_000);
        var run = await ClaudeRun.OfLinesAsync(_lines.User(ask));
        Assert.Equal(ask, run.Header.Task.Description);
    }

    [Theory]
    [InlineData("2.1.42", null, true)]
    [InlineData("1.0.51", null, true)]
    [InlineData("2.1.42", "end_turn", false)]
    [InlineData("2.1.59", null, false)]
    [InlineData("unreadable", null, false)]
    public async Task The_step_itself_says_that_its_output_tokens_are_a_placeholder(string version, string? stop, bool expected)
    {
        var lines = new ClaudeLines { Version = version };
        var run = await ClaudeRun.OfLinesAsync(
            lines.Assistant("m", ClaudeLines.Text("a"), ClaudeLines.Usage(1, 1), stop: null),
            lines.Assistant("m", ClaudeLines.Text("b"), ClaudeLines.Usage(1, 3), stop),
            lines.Assistant("n", ClaudeLines.Text("c"), ClaudeLines.Usage(1, 3)));
        Assert.Equal([expected, false], run.Steps.Select(s => s.TokenUsage.OutputIsPlaceholder));
        Assert.Equal(expected, TraceMeasures.Of(run.Steps).TotalOutputIsPlaceholder);
    }

    [Theory]
    [InlineData("opus/claude", "opus/claude")]
    [InlineData("claude_x", "anthropic/claude_x")]
    [InlineData("gpt-x", "gpt-x")]
    public async Task A_line_of_the_harness_itself_is_nobodys_model(string model, string expected)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("e", ClaudeLines.Text("API Error"), ClaudeLines.Usage(9, 9), model: "<synthetic>", extra: "\"isApiErrorMessage\":true"),
            _lines.Assistant("m", ClaudeLines.Text("a"), model: model));
        Assert.Equal(expected, run.Header.Agent.Model);
        Assert.Equal((null, 0L, "agent"), (run.Steps[0].Model, run.Steps[0].TokenUsage.InputTokens, run.Steps[0].Role));
    }
}
