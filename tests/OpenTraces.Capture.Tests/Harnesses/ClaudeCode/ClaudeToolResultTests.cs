using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeToolResultTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task A_call_without_a_result_says_so_beside_one_that_has_its_own()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Bash") + "," + ClaudeLines.Call("c2", "Bash")), _lines.Result("c2", "ok"));
        Assert.Equal([("c1", null, "no_result"), ("c2", "ok", null)], run.Only.Observations.Select(o => (o.SourceCallId, o.Content, o.Error)));
        Assert.Equal(["c1"], run.Sink.Unanswered);
    }

    [Fact]
    public async Task Results_find_their_calls_in_whatever_order_they_come()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Bash") + "," + ClaudeLines.Call("c2", "Bash")),
            _lines.UserBlocks(ClaudeLines.ResultBlock("c2", "\"two\"") + "," + ClaudeLines.ResultBlock("c1", "\"one\"")));
        Assert.Equal(["one", "two"], run.Only.Observations.Select(o => o.Content));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", "a\nb")]
    [InlineData("""[{"type":"tool_reference","tool_name":"Grep"}]""", "[tool: Grep]")]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("42", "42")]
    [InlineData("""["bare"]""", "bare")]
    public async Task Results_of_any_shape_are_read(string content, string? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "T")), _lines.UserBlocks(ClaudeLines.ResultBlock("c1", content)));
        var observation = Assert.Single(run.Only.Observations);
        Assert.Equal((expected, null), (observation.Content, observation.Error));
    }

    [Fact]
    public async Task An_image_in_a_result_is_its_type_size_and_digest()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Read")),
            _lines.UserBlocks(ClaudeLines.ResultBlock("c1", """[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"}}]""")));
        Assert.Equal(
            "[image: image/png, 3 bytes, sha256:ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc]",
            Assert.Single(run.Only.Observations).Content);
    }

    [Theory]
    [InlineData(true, "tool_error")]
    [InlineData(false, null)]
    public async Task The_first_of_several_answers_stands_and_the_others_are_named(bool isError, string? error)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "T")),
            _lines.Result("c1", "first", isError: isError), _lines.Result("c1", "second", isError: !isError));
        Assert.Equal(("first", error), (Assert.Single(run.Only.Observations).Content, run.Only.Observations[0].Error));
        Assert.Equal((EntryFate.Ignored, "repeated_result"), (run.Fate(3), run.Reason(3)));
        Assert.Empty(run.Sink.Orphans);
    }

    [Fact]
    public async Task A_result_after_its_step_was_reported_is_named_and_has_its_call_in_the_file()
    {
        var lines = new List<string> { _lines.Assistant("m0", ClaudeLines.Call("slow", "Task")) };
        for (var i = 1; i <= 16_500; i++)
            lines.Add(_lines.Assistant($"m{i}", ClaudeLines.Text("t")));
        lines.Add(_lines.Result("slow", "too late"));
        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        Assert.Equal((EntryFate.Ignored, "late_result"), (run.Fate(lines.Count), run.Reason(lines.Count)));
        Assert.Equal(["slow"], run.Sink.Unanswered);
        Assert.Empty(run.Sink.Orphans);
    }

    [Theory]
    [InlineData(true, """{"exitCode":3}""", "tool_error")]
    [InlineData(null, """{"exitCode":1,"interrupted":true}""", "exit_code:1")]
    [InlineData(null, """{"exitCode":0}""", null)]
    [InlineData(false, """{"interrupted":true}""", "interrupted")]
    [InlineData(null, "\"Error: text\"", null)]
    [InlineData(null, "[{\"type\":\"text\"}]", null)]
    public async Task Errors_have_an_order_of_precedence(bool? isError, string toolUseResult, string? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Bash")),
            _lines.Result("c1", "x", $"\"toolUseResult\":{toolUseResult}", isError));
        Assert.Equal(expected, Assert.Single(run.Only.Observations).Error);
    }

    [Theory]
    [InlineData("""{"durationMs":12}""", 12)]
    [InlineData("""{"durationSeconds":1.5}""", 1500)]
    [InlineData("""{"duration":2}""", 2000)]
    [InlineData("""{"durationMs":7,"durationSeconds":9}""", 7)]
    [InlineData("""{"durationMs":"7"}""", null)]
    [InlineData("""{"durationMs":1e300}""", null)]
    [InlineData("\"text\"", null)]
    public async Task A_duration_is_read_from_whichever_member_has_it(string toolUseResult, int? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Bash")), _lines.Result("c1", "x", $"\"toolUseResult\":{toolUseResult}"));
        Assert.Equal(expected, Assert.Single(run.Only.ToolCalls).DurationMs);
    }

    [Fact]
    public async Task A_result_whose_call_is_not_there_is_named()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Result("gone", "x"));
        Assert.Empty(run.Steps);
        Assert.Equal(["gone"], run.Sink.Orphans);
        Assert.Equal((EntryFate.Ignored, "result_without_call"), (run.Fate(1), run.Reason(1)));
    }

    [Fact]
    public async Task A_result_without_an_id_is_found_by_the_line_it_answers()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", """{"type":"tool_use","name":"bash","input":{}}"""),
            _lines.UserBlocks("""{"type":"tool_result","content":"ok"}""", "\"sourceToolAssistantUUID\":\"line-1\""));
        Assert.Equal("ok", Assert.Single(run.Only.Observations).Content);
        Assert.Equal(run.Only.ToolCalls[0].ToolCallId, run.Only.Observations[0].SourceCallId);
    }

    [Fact]
    public async Task What_a_person_says_beside_a_result_is_a_step_of_its_own()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Edit")),
            _lines.UserBlocks(ClaudeLines.ResultBlock("c1", "\"rejected\"", true) + "," + ClaudeLines.Text("do it differently")));
        Assert.Equal(["agent", "user"], run.Steps.Select(s => s.Role));
        Assert.Equal("rejected", run.Steps[0].Observations[0].Content);
        Assert.Equal("do it differently", run.Steps[1].Content);
        Assert.Equal(EntryFate.Mapped, run.Fate(2));
    }

    [Fact]
    public async Task A_long_session_lets_steps_go_and_still_answers_the_calls_that_wait()
    {
        var lines = new List<string> { _lines.Assistant("m0", ClaudeLines.Call("slow", "Task")) };
        for (var i = 1; i <= 600; i++)
            lines.Add(_lines.Assistant($"m{i}", ClaudeLines.Text($"t{i}")));
        lines.Add(_lines.Result("slow", "at last"));
        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        Assert.Equal(Enumerable.Range(1, 601), run.Steps.Select(s => s.StepIndex));
        Assert.Equal("at last", run.Steps[0].Observations[0].Content);
    }

    [Fact]
    public async Task Steps_are_let_go_while_the_session_is_still_read()
    {
        var lines = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            lines.Add(_lines.Assistant($"m{i}", ClaudeLines.Call($"c{i}", "Bash")));
            lines.Add(_lines.Result($"c{i}", "ok"));
        }

        lines.Add(_lines.Result("c0", "again"));
        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        Assert.Equal("ok", run.Steps[0].Observations[0].Content);
        Assert.Equal((EntryFate.Ignored, "repeated_result"), (run.Fate(801), run.Reason(801)));
        Assert.Empty(run.Sink.Orphans);
    }
}
