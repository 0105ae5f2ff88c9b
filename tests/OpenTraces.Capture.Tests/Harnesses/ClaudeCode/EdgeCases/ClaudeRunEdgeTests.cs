using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

public class ClaudeRunEdgeTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task Each_boundary_is_an_event_and_so_is_what_a_hook_saw_of_it()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("system", "\"subtype\":\"compact_boundary\",\"compactMetadata\":{\"trigger\":\"auto\",\"preTokens\":1,\"preservedSegment\":{\"headUuid\":\"a\"},\"preservedMessages\":{\"uuids\":[]}}"),
            _lines.User("This session is being continued from a previous conversation", "\"isCompactSummary\":true"),
            _lines.Line("system", "\"subtype\":\"compact_boundary\",\"compactMetadata\":{\"trigger\":\"manual\",\"preTokens\":2}"),
            """{"type":"opentraces_hook","event":"PostCompact","data":{"messages_removed":3,"messages_kept":4}}""");
        Assert.Equal(["auto", "manual", "hook"], Items(run, "compaction_events").Select(e => e.GetProperty("trigger").GetString()));
        Assert.Equal("system", run.Only.Role);
        Assert.Null(run.Header.Task.Description);
    }

    [Fact]
    public async Task What_was_said_on_coming_back_is_kept_word_for_word_and_in_order()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("system", "\"subtype\":\"away_summary\",\"content\":\" b \\n\""),
            _lines.Line("system", "\"subtype\":\"away_summary\",\"content\":\"\""),
            _lines.Line("system", "\"subtype\":\"away_summary\",\"content\":\"a\""));
        Assert.Equal([" b \n", "a"], Items(run, "away_summaries").Select(e => e.GetProperty("content").GetString()));
        Assert.Empty(run.Steps);
    }

    [Theory]
    [InlineData("""[{"name":"a","status":"ok"}]""")]
    [InlineData("""["a","b"]""")]
    [InlineData("null")]
    public async Task Servers_are_kept_as_the_run_named_them(string servers)
    {
        var run = await ClaudeRun.OfLinesAsync($$"""{"type":"system","subtype":"init","session_id":"s","uuid":"u","mcp_servers":{{servers}}}""");
        Assert.Equal(servers, run.Metadata("mcp_servers").ToString());
    }

    [Fact]
    public async Task What_the_start_of_a_run_says_goes_before_what_a_hook_says_and_the_first_slug_stays()
    {
        const string Stop = """{"type":"opentraces_hook","event":"Stop","data":{"permission_mode":"plan","git":{}}}""";
        var started = await ClaudeRun.OfLinesAsync(
            """{"type":"system","subtype":"init","session_id":"s","uuid":"u","permissionMode":"auto","model":"claude-a"}""", Stop,
            _lines.User("x", "\"slug\":\"one\""), _lines.User("y", "\"slug\":\"two\""), _lines.Assistant("m", ClaudeLines.Text("z"), model: "claude-b"));
        Assert.Equal(("auto", "one", "anthropic/claude-a"),
            (started.Metadata("permission_mode")?.AsString(), started.Metadata("slug")?.AsString(), started.Header.Agent.Model));
        var hooked = await ClaudeRun.OfLinesAsync(Stop);
        Assert.Equal("plan", hooked.Metadata("permission_mode")?.AsString());
    }

    [Fact]
    public async Task Of_several_stops_the_last_that_saw_a_commit_counts()
    {
        static string Stop(string git) => $$"""{"type":"opentraces_hook","event":"Stop","data":{"git":{{git}} } }""";
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a"), Stop("""{"sha":"aa"}"""), Stop("""{"sha":"bb"}"""), Stop("{}"));
        Assert.Equal(("bb", "git", "main"), (run.Header.Task.BaseCommit, run.Header.Environment.Vcs.Type, run.Header.Environment.Vcs.Branch));
    }

    [Fact]
    public async Task Directories_branches_and_versions_that_change_leave_the_first()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.User("a", "\"gitBranch\":\"\""),
            _lines.User("b", "\"cwd\":\"/else\",\"gitBranch\":\"topic\",\"version\":\"2.2.0\",\"sessionId\":\"later\""));
        Assert.Equal(("/home/dev/app", "2.1.120", "topic", "session-1"),
            (run.Header.WorkingDirectory, run.Header.Agent.Version, run.Header.Environment.Vcs.Branch, run.Header.SessionId));
    }

    [Fact]
    public async Task A_stream_saved_as_a_session_has_its_steps_its_cost_and_its_end()
    {
        string[] lines =
        [
            """{"type":"system","subtype":"init","session_id":"s","uuid":"1","model":"claude-a","tools":["Bash"],"claude_code_version":"2.1.0","cwd":"/w"}""",
            """{"type":"assistant","session_id":"s","uuid":"2","message":{"id":"m","role":"assistant","content":[{"type":"tool_use","id":"t","name":"Bash","input":{}}],"usage":{"input_tokens":3,"output_tokens":4}}}""",
            """{"type":"user","session_id":"s","uuid":"3","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ok"}]},"tool_use_result":{"interrupted":true}}""",
            """{"type":"result","subtype":"success","session_id":"s","total_cost_usd":0,"num_turns":1,"duration_ms":7,"stop_reason":"end_turn"}""",
        ];
        Assert.True(ClaudeRun.Detects(string.Join('\n', lines)));
        var run = await ClaudeRun.OfLinesAsync(lines);
        Assert.Equal(("s", "2.1.0", "/w"), (run.Header.SessionId, run.Header.Agent.Version, run.Header.WorkingDirectory));
        Assert.Equal(("ok", "interrupted"), (run.Only.Observations[0].Content, run.Only.Observations[0].Error));
        Assert.Equal(("0", "7", "1"), (run.Metadata("total_cost_usd").ToString(), run.Metadata("duration_ms").ToString(), run.Metadata("num_turns").ToString()));
        Assert.Equal((null, "end_turn"), (run.Header.Outcome.Success, run.Header.Outcome.Description));
        Assert.Empty(run.Sink.UnknownTypes);
    }

    private static System.Text.Json.JsonElement.ArrayEnumerator Items(ClaudeRun run, string name) =>
        run.Metadata(name)!.Value.ToElement().EnumerateArray();
}
