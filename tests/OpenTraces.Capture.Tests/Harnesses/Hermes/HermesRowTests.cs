using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Hermes.HermesLines;

namespace OpenTraces.Capture.Tests.Harnesses.Hermes;

public class HermesRowTests
{
    [Fact]
    public async Task A_row_becomes_steps_with_thinking_calls_and_results_taken_out_of_the_text()
    {
        var run = await ReadRowAsync(Row(",\"completed\":true,\"partial\":false,\"model\":\"lab/m-1\",\"timestamp\":\"2026-03-30T14:22:31.456789\"",
            ("system", HermesLines.System), ("human", "Which Python?"),
            ("gpt", "<think>\nI should ask it.\n</think>\nLet me look.\n" + HermesLines.Call("terminal", """{"command": "python3 --version"}""")),
            ("tool", Response("call_1", "terminal", "\"Python 3.11\"")),
            ("gpt", "<think>\n</think>\n3.11.")), 4);

        Assert.Equal([StepRole.User, StepRole.Agent, StepRole.Agent], run.Steps.Select(s => s.Role));
        Assert.Equal([1, 2, 3], run.Steps.Select(s => s.StepIndex));
        Assert.Equal(("Let me look.", "I should ask it."), (run.Steps[1].Content, run.Steps[1].ReasoningContent));
        Assert.Equal(("3.11.", null), (run.Steps[2].Content, run.Steps[2].ReasoningContent));
        Assert.Equal(("call_1", "terminal", """{"command": "python3 --version"}"""),
            run.Steps[1].ToolCalls.Select(c => (c.ToolCallId, c.ToolName, c.Input.ToString())).Single());
        Assert.Equal(("call_1", "Python 3.11", null), run.Steps[1].Observations.Select(o => (o.SourceCallId, o.Content, o.Error)).Single());
        Assert.Equal("lab/m-1", run.Header.Agent.Model);
        Assert.Equal("Which Python?", run.Header.Task.Description);
        Assert.Equal("batch_001_output:4", run.Header.SessionId);
        Assert.Equal("runtime", run.Header.ExecutionContext);
        Assert.Equal("2026-03-30T14:22:31.456789", run.Header.TimestampEnd);
        var prompt = Assert.Single(run.Header.SystemPrompts);
        Assert.Equal(HermesLines.System, prompt.Value);
        Assert.Equal(prompt.Key, run.Steps[1].SystemPromptHash);
        Assert.Equal("terminal", Assert.Single(run.Header.ToolDefinitions).GetString("name"u8));
        Assert.Equal([(1, EntryFate.Mapped, null)], run.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("system")]
    public async Task A_row_without_a_turn_is_named_and_gives_no_step(string from)
    {
        var run = await ReadRowAsync(from.Length == 0 ? Row("") : Row("", (from, "Be good.")), 0);
        Assert.Empty(run.Steps);
        Assert.Equal([(1, EntryFate.Ignored, "no_turns")], run.Entries);
    }

    [Fact]
    public async Task The_identity_holds_data_set_subset_revision_and_place()
    {
        const string Row1 = """,{"source_dataset":"org/traces","source_subset":"glm","source_dataset_revision":"0123456789abcdef0123","source_row_index":17}""";
        var run = await ReadRowAsync(Row(",\"metadata\":" + Row1[1..], ("human", "Hi"), ("gpt", "Yes")), 3, "other-name.jsonl");
        Assert.Equal("org/traces:glm:0123456789ab:17", run.Header.SessionId);
        Assert.Equal("org/traces", run.Header.Metadata.GetString("source_dataset"u8));
        Assert.Equal("0123456789abcdef0123", run.Header.Metadata.GetString("source_dataset_revision"u8));
    }

    [Fact]
    public async Task A_row_with_an_id_of_its_own_keeps_it_wherever_it_stands()
    {
        var row = Row(",\"id\":\"0c699abf\",\"category\":\"shell\"", ("human", "Hi"), ("gpt", "Yes"));
        Assert.Equal("0c699abf", (await ReadRowAsync(row, 3)).Header.SessionId);
        var header = (await ReadRowAsync(row, 9, "x.jsonl")).Header;
        Assert.Equal("0c699abf", header.SessionId);
        Assert.True(header.Metadata.TryGetMember("hermes"u8, out var rest));
        Assert.Equal("""{"id":"0c699abf","category":"shell"}""", rest.ToString());
    }

    [Fact]
    public async Task A_call_that_is_no_JSON_stays_in_the_text_and_is_counted()
    {
        const string Broken = "<tool_call>\n{\"name\": \"terminal\", oops}\n</tool_call>";
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("gpt", "First " + Broken + " then " + HermesLines.Call("terminal", "{}"))), 0);
        Assert.Equal("First " + Broken + " then", run.Steps[1].Content);
        Assert.Equal("tc_2_0", run.Steps[1].ToolCalls.Single().ToolCallId);
        Assert.Equal(["tc_2_0"], run.CallsWithoutResult);
        Assert.True(run.Header.Metadata.TryGetMember("malformed_tool_calls"u8, out var count));
        Assert.Equal("1", count.ToString());
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("\"{\\\"a\\\":1}\"", """{"a":1}""")]
    [InlineData("\"ls -la\"", """{"raw":"ls -la"}""")]
    [InlineData("\"\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("[1]", """{"raw":[1]}""")]
    public async Task Arguments_are_an_object_whatever_they_are_written_as(string written, string input)
    {
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("gpt", HermesLines.Call("terminal", written))), 0);
        Assert.Equal(input, run.Steps[1].ToolCalls.Single().Input.ToString());
    }

    [Fact]
    public async Task Several_results_in_one_message_or_in_several_go_to_the_calls_in_their_order()
    {
        var calls = HermesLines.Call("terminal", """{"n":0}""") + HermesLines.Call("terminal", """{"n":1}""") + HermesLines.Call("terminal", """{"n":2}""");
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("gpt", calls),
            ("tool", Response("a", "terminal", "\"zero\"") + "\n" + Response(null, "terminal", "\"one\"")), ("tool", "two, without tags")), 0);

        Assert.Equal([("a", "zero"), ("tc_2_1", "one"), ("tc_2_2", "two, without tags")],
            run.Steps[1].Observations.Select(o => (o.SourceCallId, o.Content)));
        Assert.Empty(run.ResultsWithoutCall);
        Assert.Empty(run.CallsWithoutResult);
    }

    [Fact]
    public async Task A_result_nobody_asked_for_is_listed_and_counted()
    {
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("tool", Response("x", "terminal", "\"?\"")),
            ("gpt", HermesLines.Call("terminal", "{}")), ("tool", Response("a", "t", "\"1\"") + Response("b", "t", "\"2\"") + "<tool_response>\nnot json")), 0);

        Assert.Equal(["x", "b", "unknown"], run.ResultsWithoutCall);
        Assert.True(run.Header.Metadata.TryGetMember("linkage_failures"u8, out var count));
        Assert.Equal("3", count.ToString());
    }

    [Theory]
    [InlineData("""{"output":"no","exit_code":2,"error":null}""", "exit_code:2")]
    [InlineData("""{"output":"ok","exit_code":0,"error":null}""", null)]
    [InlineData("""{"error":"no such file"}""", "tool_error")]
    [InlineData("""{"success":false}""", "tool_error")]
    [InlineData("\"plain\"", null)]
    public async Task How_a_call_went_is_told_by_its_result(string content, string? error)
    {
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("gpt", HermesLines.Call("terminal", "{}")), ("tool", Response("a", "terminal", content))), 0);
        Assert.Equal(error, run.Steps[1].Observations.Single().Error);
    }

    [Theory]
    [InlineData("write_file", """{"path":"a.txt","content":"x\ny\n"}""", "", "x|y")]
    [InlineData("patch", """{"path":"a.txt","old_string":"x","new_string":"y"}""", "x", "y")]
    [InlineData("patch", """{"path":"a.txt","original":"x","replacement":"y"}""", "x", "y")]
    [InlineData("patch", """{"mode":"patch","patch":"*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+y\n*** End Patch"}""", "x", "y")]
    public async Task A_change_of_a_file_is_a_patch_when_it_succeeded(string tool, string arguments, string removed, string added)
    {
        var row = ("gpt", HermesLines.Call(tool, arguments));
        var run = await ReadRowAsync(Row("", ("human", "Go"), row, ("tool", Response("a", tool, """{"success":true}"""))), 0);
        var patch = run.Patches.Single();
        Assert.Equal(("a.txt", "a", 2, removed, added),
            (patch.FilePath, patch.ToolCallId, patch.StepIndex, string.Join('|', patch.Removed), string.Join('|', patch.Added)));

        var failed = await ReadRowAsync(Row("", ("human", "Go"), row, ("tool", Response("a", tool, """{"success":false}"""))), 0);
        Assert.Empty(failed.Patches);
    }

    [Theory]
    [InlineData("true", "false", true, "goal_reached", "inferred", "completed")]
    [InlineData("true", "true", null, "interrupted", "derived", "partial")]
    [InlineData("false", "false", false, "abandoned", "inferred", "incomplete")]
    [InlineData("false", "true", false, "abandoned", "inferred", "partial")]
    [InlineData("null", "true", null, "interrupted", "derived", "partial")]
    [InlineData("null", "null", null, null, "derived", null)]
    public async Task What_the_row_says_of_its_end_is_the_outcome(
        string completed, string partial, bool? success, string? state, string confidence, string? status)
    {
        var run = await ReadRowAsync(Row($",\"completed\":{completed},\"partial\":{partial}", ("human", "Go"), ("gpt", "Done")), 0);
        var outcome = run.Header.Outcome;
        Assert.Equal((success, state, confidence), (outcome.Success, outcome.TerminalState, outcome.SignalConfidence));
        Assert.Equal(status, run.Header.Metadata.GetString("source_completion_status"u8));
    }

    [Theory]
    [InlineData("1", true, "goal_reached", 1.0)]
    [InlineData("\"1.0\"", true, "goal_reached", 1.0)]
    [InlineData("-0.5", false, "error", -0.5)]
    [InlineData("0", false, "abandoned", 0.0)]
    public async Task A_reward_of_the_environment_beats_what_the_row_says(string reward, bool success, string state, double value)
    {
        var run = await ReadRowAsync(Row(",\"completed\":" + (success ? "false" : "true"), ("human", "Go"),
            ("gpt", HermesLines.Call("rl_get_results", "{}")), ("tool", Response("a", "rl_get_results", $"{{\"reward\":{reward}}}"))), 0);
        var outcome = run.Header.Outcome;
        Assert.Equal((success, state, value, "rl_get_results"), (outcome.Success!.Value, outcome.TerminalState, outcome.Reward!.Value, outcome.RewardSource));
    }

    [Fact]
    public async Task Unknown_tools_pass_and_the_tool_statistics_are_summed()
    {
        var run = await ReadRowAsync(Row(",\"tool_stats\":{\"browser_zap\":{\"count\":3,\"success\":2,\"failure\":1},\"terminal\":{\"count\":1,\"failure\":0}}",
            ("human", "Go"), ("gpt", HermesLines.Call("browser_zap", "{}"))), 0);
        Assert.Equal("browser_zap", run.Steps[1].ToolCalls.Single().ToolName);
        Assert.Empty(run.UnknownTypes);
        Assert.True(run.Header.Metadata.TryGetMember("tool_success_rate"u8, out var rate));
        Assert.Equal("0.75", rate.ToString());
    }

    [Fact]
    public async Task A_thought_that_was_cut_off_is_a_thought_and_tags_without_end_cost_no_time()
    {
        var tags = string.Concat(Enumerable.Repeat("<tool_call>", 50_000));
        var run = await ReadRowAsync(Row("", ("human", "Go"), ("gpt", tags), ("gpt", "Well <think>never ends")), 0);
        Assert.Equal(tags, run.Steps[1].Content);
        Assert.Equal(("Well", "never ends"), (run.Steps[2].Content, run.Steps[2].ReasoningContent));
    }

    [Fact]
    public async Task A_stated_usage_is_the_total()
    {
        var run = await ReadRowAsync(Row(",\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":30}", ("human", "Go"), ("gpt", "Done")), 0);
        Assert.Equal(new TokenUsage { InputTokens = 120, OutputTokens = 30 }, run.Header.TotalUsage);
    }
}
