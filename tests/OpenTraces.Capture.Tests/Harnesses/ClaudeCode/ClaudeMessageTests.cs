using OpenTraces.Capture.Reading;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeMessageTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task A_session_with_a_call_has_its_result_on_the_step_of_the_call()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.User("fix it"),
            _lines.Assistant("m1", ClaudeLines.Thinking("hm") + "," + ClaudeLines.Call("c1", "Bash")),
            _lines.Result("c1", "done"),
            _lines.Assistant("m2", ClaudeLines.Text("fixed")));
        Assert.Equal(["user", "agent", "agent"], run.Steps.Select(s => s.Role));
        Assert.Equal("hm", run.Steps[1].ReasoningContent);
        Assert.Equal("done", Assert.Single(run.Steps[1].Observations).Content);
        Assert.Equal([EntryFate.Mapped, EntryFate.Mapped, EntryFate.Folded, EntryFate.Mapped], run.Sink.Entries.Select(e => e.Fate));
    }

    [Fact]
    public async Task Fragments_of_one_message_are_one_step_wherever_they_stand()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.User("go"),
            _lines.Assistant("m1", ClaudeLines.Thinking("first"), ClaudeLines.Usage(3, 1, 7, 5), stop: null),
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Read"), ClaudeLines.Usage(3, 2, 7, 5), stop: null),
            _lines.Result("c1", "text"),
            _lines.Assistant("m1", ClaudeLines.Call("c2", "Read"), ClaudeLines.Usage(3, 90, 7, 5), stop: "tool_use"),
            _lines.Result("c2", "text"));
        var step = run.Steps[1];
        Assert.Equal(2, run.Steps.Count);
        Assert.Equal(["c1", "c2"], step.ToolCalls.Select(c => c.ToolCallId));
        Assert.Equal(new TokenUsage { InputTokens = 3, OutputTokens = 90, CacheReadTokens = 7, CacheWriteTokens = 5 }, step.TokenUsage);
        Assert.Equal("2026-05-01T10:00:02.000Z", step.Timestamp);
        Assert.Equal(EntryFate.Folded, run.Fate(5));
    }

    [Fact]
    public async Task A_later_fragment_with_fewer_tokens_does_not_shrink_the_usage()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Text("a"), ClaudeLines.Usage(1, 50)),
            _lines.Assistant("m1", ClaudeLines.Text("b"), ClaudeLines.Usage(1, 2)));
        Assert.Equal(50, run.Only.TokenUsage.OutputTokens);
    }

    [Fact]
    public async Task Without_a_message_id_the_request_ties_fragments_together()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant(null, ClaudeLines.Text("a"), extra: "\"requestId\":\"r1\""),
            _lines.Assistant(null, ClaudeLines.Text("b"), extra: "\"requestId\":\"r1\""),
            _lines.Assistant(null, ClaudeLines.Text("c"), extra: "\"requestId\":\"r1\",\"sessionId\":\"other\""));
        Assert.Equal(["a\nb", "c"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task A_request_id_reused_after_a_prompt_is_another_message()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant(null, ClaudeLines.Text("a"), extra: "\"requestId\":\"r1\""),
            _lines.User("next"),
            _lines.Assistant(null, ClaudeLines.Text("b"), extra: "\"requestId\":\"r1\""));
        Assert.Equal(["a", "next", "b"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task Without_any_id_nothing_is_merged()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant(null, ClaudeLines.Text("a")), _lines.Assistant(null, ClaudeLines.Text("b")));
        Assert.Equal(2, run.Steps.Count);
    }

    [Fact]
    public async Task History_written_again_counts_once_with_its_ids_and_with_new_ones()
    {
        var prompt = _lines.User("go");
        var answer = _lines.Assistant("m1", ClaudeLines.Text("yes"), ClaudeLines.Usage(1, 20));
        var run = await ClaudeRun.OfLinesAsync(
            prompt, answer,
            prompt.Replace("session-1", "session-2", StringComparison.Ordinal), answer,
            prompt.Replace("line-1", "line-8", StringComparison.Ordinal), answer.Replace("line-2", "line-9", StringComparison.Ordinal));
        Assert.Equal(2, run.Steps.Count);
        Assert.Equal("yes", run.Steps[1].Content);
        Assert.All(run.Sink.Entries.Skip(2), e => Assert.Equal((EntryFate.Ignored, "replayed"), (e.Fate, e.Reason)));
    }

    [Fact]
    public async Task A_late_fragment_goes_on_in_a_step_without_tokens_and_a_repeated_one_is_ignored()
    {
        var usage = ClaudeLines.Usage(3, 20);
        var lines = new List<string> { _lines.Assistant("m0", ClaudeLines.Text("first") + "," + ClaudeLines.Call("c0", "T"), usage), _lines.Result("c0", "zero") };
        for (var i = 1; i <= 300; i++)
            lines.Add(_lines.Assistant($"m{i}", ClaudeLines.Text($"t{i}")));
        lines.Add(_lines.Assistant("m0", ClaudeLines.Text("first"), usage));
        lines.Add(_lines.Assistant("m0", ClaudeLines.Text("first") + "," + ClaudeLines.Call("c1", "T"), usage));
        lines.Add(_lines.Assistant("m0", ClaudeLines.Call("c0", "T") + "," + ClaudeLines.Call("c2", "T"), usage));
        lines.Add(_lines.Result("c1", "one"));
        lines.Add(_lines.Result("c2", "two"));
        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        var late = run.Steps[^1];
        Assert.Equal(302, run.Steps.Count);
        Assert.Equal(["c1", "c2"], late.ToolCalls.Select(c => c.ToolCallId));
        Assert.Equal(["one", "two"], late.Observations.Select(o => o.Content));
        Assert.Null(late.Content);
        Assert.Equal(new TokenUsage(), late.TokenUsage);
        Assert.Equal(20, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
        Assert.Equal(
            [(EntryFate.Ignored, "replayed"), (EntryFate.Mapped, null), (EntryFate.Folded, null), (EntryFate.Folded, null), (EntryFate.Folded, (string?)null)],
            run.Sink.Entries.Skip(302).Select(e => (e.Fate, e.Reason)));
    }

    [Fact]
    public async Task History_written_again_block_by_block_counts_once()
    {
        const string Time = "\"timestamp\":\"2026-05-01T09:00:00.000Z\"";
        const string Image = """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"}}""";
        var shown = ClaudeLines.Text("<ide_opened_file>f</ide_opened_file>");
        var run = await ClaudeRun.OfLinesAsync(
            _lines.UserBlocks(shown + "," + Image + "," + ClaudeLines.Text("ask"), Time),
            _lines.UserBlocks(shown, Time), _lines.UserBlocks(Image, Time), _lines.UserBlocks(ClaudeLines.Text("ask"), Time),
            _lines.UserBlocks(ClaudeLines.Text("ask")), _lines.UserBlocks(ClaudeLines.Text("other"), Time));
        Assert.Equal(["system", "user", "user", "user"], run.Steps.Select(s => s.Role));
        Assert.Equal(
            [null, "replayed", "replayed", "replayed", null, null], run.Sink.Entries.Select(e => e.Reason));
    }

    [Fact]
    public async Task A_line_with_a_known_id_that_says_something_else_is_no_replay()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("one"), new ClaudeLines().User("two"));
        Assert.Equal(["one", "two"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task Withheld_thinking_is_one_marker_and_gives_way_to_real_thinking()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Thinking("", "sig") + "," + ClaudeLines.Thinking("", "sig")),
            _lines.Assistant("m2", ClaudeLines.Thinking("real") + "," + ClaudeLines.Thinking("", "sig")),
            _lines.Assistant("m3", """{"type":"redacted_thinking","data":"x"}"""),
            _lines.Assistant("m4", """{"type":"thinking"},{"type":"text","text":"t"}"""));
        Assert.Equal(
            [Withheld.Reasoning, "real", Withheld.Reasoning, null], run.Steps.Select(s => s.ReasoningContent));
    }

    [Fact]
    public async Task Unknown_blocks_are_named_and_the_rest_of_the_message_is_kept()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant(
            "m1", ClaudeLines.Text("a") + """,{"type":"hologram","x":1},"bare",7,null""" + "," + ClaudeLines.Text("b")));
        Assert.Equal("a\nbare\nb", run.Only.Content);
        Assert.Equal(["assistant/hologram", "assistant/", "assistant/"], run.Sink.UnknownTypes);
    }

    [Fact]
    public async Task A_tool_of_the_server_is_a_call_with_its_result()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m1",
            """{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"text","text":"found"}]}"""));
        Assert.Equal("web_search", Assert.Single(run.Only.ToolCalls).ToolName);
        Assert.Equal("found", Assert.Single(run.Only.Observations).Content);
    }

    [Fact]
    public async Task Content_that_is_text_stays_with_the_one_who_wrote_it()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("assistant", """ "message":{"role":"assistant","content":"hello"} """));
        Assert.Equal(("agent", "hello"), (run.Only.Role, run.Only.Content));
    }

    [Theory]
    [InlineData("""{"input_tokens":null,"output_tokens":5}""", 0, 5)]
    [InlineData("""{"input_tokens":-4,"output_tokens":1e3}""", 0, 1000)]
    [InlineData("""{"input_tokens":"9","output_tokens":99999999999999999999}""", 0, 0)]
    [InlineData("[]", 0, 0)]
    public async Task Strange_usage_costs_nothing_but_itself(string usage, long input, long output)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m1", ClaudeLines.Text("a"), usage));
        Assert.Equal((input, output), (run.Only.TokenUsage.InputTokens, run.Only.TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task An_error_the_harness_wrote_is_a_step_without_cost_and_without_a_model()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant(
            "m1", ClaudeLines.Text("API Error"), ClaudeLines.Usage(5, 5), extra: "\"isApiErrorMessage\":true", model: "<synthetic>"));
        Assert.Equal("API Error", run.Only.Content);
        Assert.Null(run.Only.Model);
        Assert.Equal(new TokenUsage(), run.Only.TokenUsage);
        Assert.Null(run.Header.Agent.Model);
    }

    [Theory]
    [InlineData("claude-x", "anthropic/claude-x")]
    [InlineData("claude_x", "anthropic/claude_x")]
    [InlineData("anthropic/claude-x", "anthropic/claude-x")]
    [InlineData("other-1", "other-1")]
    public async Task A_model_names_its_provider(string written, string expected)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m1", ClaudeLines.Text("a"), model: written));
        Assert.Equal(expected, run.Only.Model);
        Assert.Equal(expected, run.Header.Agent.Model);
    }

    [Fact]
    public async Task A_call_that_only_warmed_a_cache_says_so()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m1", "", ClaudeLines.Usage(500, 1)));
        Assert.Equal("warmup", run.Only.CallType);
    }

    [Theory]
    [InlineData("2.1.42", null, true)]
    [InlineData("1.0.51", null, true)]
    [InlineData("2.1.42", "end_turn", false)]
    [InlineData("2.1.43", null, false)]
    [InlineData("3.0.0", null, false)]
    [InlineData("unreadable", null, false)]
    public async Task Old_versions_without_a_stop_reason_say_their_output_tokens_are_a_placeholder(string version, string? stop, bool expected)
    {
        var lines = new ClaudeLines { Version = version };
        var run = await ClaudeRun.OfLinesAsync(lines.Assistant("m1", ClaudeLines.Text("long text"), ClaudeLines.Usage(1, 1), stop));
        Assert.Equal(expected, run.Metadata("capture_limitations")?.ToString().Contains("output_tokens_placeholder", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Arguments_that_are_no_object_are_kept_under_a_name()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant(
            "m1", ClaudeLines.Call("c1", "T", "\"text\"") + "," + ClaudeLines.Call("c2", "T", "[1]") + "," + ClaudeLines.Call("c3", "T", "null")));
        Assert.Equal(["""{"raw":"text"}""", """{"raw":[1]}""", "{}"], run.Only.ToolCalls.Select(c => c.Input.ToString()));
    }
}
