using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

public class ClaudeToolEdgeTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task Two_results_on_one_line_in_the_other_order_find_their_calls()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m", ClaudeLines.Call("a", "Read") + "," + ClaudeLines.Call("b", "Bash")),
            _lines.UserBlocks(ClaudeLines.ResultBlock("b", "\"of b\"") + "," + ClaudeLines.ResultBlock("a", "\"of a\"")));
        Assert.Equal([("a", "of a"), ("b", "of b")], run.Only.Observations.Select(o => (o.SourceCallId, o.Content!)));
        Assert.Empty(run.Sink.Unanswered);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("12", "12")]
    [InlineData("[]", null)]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", "a\nb")]
    [InlineData("""["a",{"type":"tool_reference","tool_name":"mcp__x"},7]""", "a\n[tool: mcp__x]")]
    public async Task Content_of_any_kind_is_the_text_it_holds(string content, string? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m", ClaudeLines.Call("a", "Read")), _lines.UserBlocks(ClaudeLines.ResultBlock("a", content)));
        Assert.Equal((expected, null), (Assert.Single(run.Only.Observations).Content, run.Only.Observations[0].Error));
        Assert.Equal(EntryFate.Folded, run.Fate(2));
    }

    [Theory]
    [InlineData(""" "toolUseResult":"Error: Exit code 1" """)]
    [InlineData(""" "toolUseResult":[{"type":"text","text":"x"}] """)]
    [InlineData(""" "toolUseResult":null """)]
    [InlineData(""" "toolUseResult":{"durationMs":"soon","exitCode":"1"} """)]
    [InlineData("")]
    public async Task Without_an_account_of_the_tool_the_result_stands_alone(string account)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m", ClaudeLines.Call("a", "Bash")), _lines.Result("a", "out", account));
        Assert.Equal(("out", null), (run.Only.Observations[0].Content, run.Only.Observations[0].Error));
        Assert.Null(run.Only.ToolCalls[0].DurationMs);
    }

    [Fact]
    public async Task Text_longer_than_a_snippet_holds_is_left_out_and_its_lines_are_counted_all_the_same()
    {
        var text = string.Join('\n', Enumerable.Repeat("é\"\\x", 2000));
        foreach (var (content, kept) in new[] { (text[..5000], true), (text[..5001], false), (new string('\u0001', 5000), true), (text + "\n", false) })
        {
            var run = await ClaudeRun.OfLinesAsync(
                _lines.Assistant("m", ClaudeLines.Call("a", "Write", $$"""{"file_path":"f.cs","content":{{ClaudeLines.Quote(content)}}}""")), _lines.Result("a", "ok"));
            var snippet = Assert.Single(run.Only.Snippets);
            Assert.Equal((kept ? content : null, 1, content.TrimEnd('\n').Count(c => c == '\n') + 1), (snippet.Text, snippet.StartLine, snippet.EndLine));
        }
    }

    [Fact]
    public async Task A_wrong_kind_of_text_makes_neither_a_snippet_nor_a_fault()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m", ClaudeLines.Call("a", "Write", """{"file_path":"f","content":{"x":1}}""") + ","
                + ClaudeLines.Call("b", "Edit", """{"file_path":"f","old_string":"x","new_string":5}""")),
            _lines.Result("a", "ok"), _lines.Result("b", "ok"));
        Assert.Empty(run.Only.Snippets);
        Assert.Empty(run.Sink.Patches);
    }

    [Fact]
    public async Task A_server_tools_result_in_the_same_message_and_a_fallback_block_are_known()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant("m",
            """{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","title":"t"}]},{"type":"fallback","from":{"model":"a"},"to":{"model":"b"}}"""));
        Assert.Equal("web_search", Assert.Single(run.Only.ToolCalls).ToolName);
        Assert.Empty(run.Sink.UnknownTypes);
        Assert.Empty(run.Sink.Unanswered);
        Assert.Contains("model_fallback", run.Metadata("capture_limitations").ToString(), StringComparison.Ordinal);
    }
}
