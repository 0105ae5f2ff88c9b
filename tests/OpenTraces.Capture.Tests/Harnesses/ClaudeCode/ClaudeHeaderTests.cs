using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeHeaderTests
{
    private readonly ClaudeLines _lines = new();

    [Theory]
    [InlineData("/Users/a/x", "darwin")]
    [InlineData("/home/a/x", "linux")]
    [InlineData("/root/x", "linux")]
    [InlineData("C:\\\\x", "windows")]
    [InlineData("d:/x", "windows")]
    [InlineData("/srv/x", null)]
    public async Task The_system_is_told_from_the_directory_or_not_at_all(string cwd, string? expected)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a", $"\"cwd\":\"{cwd}\""));
        Assert.Equal(expected, run.Header.Environment.Os);
    }

    [Theory]
    [InlineData("\"gitBranch\":\"main\"", "git", "main")]
    [InlineData("\"gitBranch\":\"HEAD\"", "git", null)]
    [InlineData("\"gitBranch\":\"\"", "none", null)]
    [InlineData("\"gitBranch\":null", "none", null)]
    public async Task The_branch_tells_the_version_control(string member, string type, string? branch)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a", member));
        Assert.Equal((type, branch), (run.Header.Environment.Vcs.Type, run.Header.Environment.Vcs.Branch));
    }

    [Fact]
    public async Task Where_lines_disagree_the_first_one_wins()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.User("a", "\"slug\":\"one\""),
            _lines.User("b", "\"cwd\":\"/Users/b\",\"version\":\"9.9.9\",\"gitBranch\":\"other\",\"slug\":\"two\",\"sessionId\":\"session-2\""));
        Assert.Equal("/home/dev/app", run.Header.WorkingDirectory);
        Assert.Equal("2.1.120", run.Header.Agent.Version);
        Assert.Equal("main", run.Header.Environment.Vcs.Branch);
        Assert.Equal("session-1", run.Header.SessionId);
        Assert.Equal("one", run.Metadata("slug")?.AsString());
        Assert.Equal("""["session-1","session-2"]""", run.Metadata("session_ids").ToString());
    }

    [Fact]
    public async Task Times_are_the_first_and_the_last_in_file_order()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"mode","mode":"x","sessionId":"s","timestamp":"[removed]"}""",
            _lines.User("a", "\"timestamp\":\"2026-05-02T00:00:00.000Z\""),
            _lines.User("b", "\"timestamp\":\"2026-05-01T00:00:00.000Z\""));
        Assert.Equal("2026-05-02T00:00:00.000Z", run.Header.TimestampStart);
        Assert.Equal("2026-05-01T00:00:00.000Z", run.Header.TimestampEnd);
    }

    [Fact]
    public async Task Without_an_id_inside_the_file_name_is_the_session_id()
    {
        var run = await ClaudeRun.OfTextAsync("""{"type":"user","message":{"content":"a"}}""", "0f1e.jsonl");
        Assert.Equal("0f1e", run.Header.SessionId);
    }

    [Fact]
    public async Task A_name_never_changes_an_identity_that_is_inside()
    {
        var text = _lines.User("a") + "\n" + _lines.User("b", "\"sessionId\":\"session-2\"");
        Assert.Equal("session-1", (await ClaudeRun.OfTextAsync(text, "session-2.jsonl")).Header.SessionId);
    }

    [Theory]
    [InlineData("\"subtype\":\"success\",\"stop_reason\":\"end_turn\",\"total_cost_usd\":0", null, "inferred", "end_turn")]
    [InlineData("\"subtype\":\"error_max_turns\"", false, "derived", "error_max_turns")]
    [InlineData("\"subtype\":\"error_max_budget_usd\"", false, "derived", "error_max_budget_usd")]
    [InlineData("\"subtype\":\"error_during_execution\",\"errors\":[\"x\"]", false, "derived", "error_during_execution")]
    [InlineData("\"subtype\":\"success\",\"stop_reason\":\"max_tokens\"", null, "inferred", "max_tokens")]
    public async Task The_end_of_a_run_is_its_outcome_and_never_a_proof_of_success(
        string members, bool? success, string confidence, string description)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a"), $$"""{"type":"result","session_id":"s",{{members}}}""");
        Assert.Equal((success, "result_message", confidence, description),
            (run.Header.Outcome.Success, run.Header.Outcome.SignalSource, run.Header.Outcome.SignalConfidence, run.Header.Outcome.Description!));
        Assert.Equal(EntryFate.Carried, run.Fate(2));
    }

    [Fact]
    public async Task Without_an_end_the_outcome_is_open()
    {
        Assert.Equal(new Outcome(), (await ClaudeRun.OfLinesAsync(_lines.User("a"))).Header.Outcome);
    }

    [Fact]
    public async Task What_a_run_cost_and_took_is_kept_zero_included()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"result","subtype":"success","session_id":"s","total_cost_usd":0,"num_turns":3,"duration_ms":1200,"modelUsage":{"m":{"costUSD":0}},"permission_denials":[]}""");
        Assert.Equal(("0", "3", "1200"), (run.Metadata("total_cost_usd").ToString(), run.Metadata("num_turns").ToString(), run.Metadata("duration_ms").ToString()));
        Assert.Equal("""{"m":{"costUSD":0}}""", run.Metadata("model_usage").ToString());
    }

    [Fact]
    public async Task The_start_of_a_run_gives_model_tools_servers_and_mode()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"system","subtype":"init","session_id":"s","uuid":"i","model":"claude-opus-5","claude_code_version":"2.1.1","cwd":"/home/a","tools":["Bash",{"name":"T","description":"d"},7],"mcp_servers":[{"name":"x"},"y"],"permissionMode":"plan"}""",
            _lines.Assistant("m1", ClaudeLines.Text("a")));
        Assert.Equal(("anthropic/claude-opus-5", "2.1.1"), (run.Header.Agent.Model, run.Header.Agent.Version));
        Assert.Equal(["""{"name":"Bash"}""", """{"name":"T","description":"d"}"""], run.Header.ToolDefinitions.Select(t => t.ToString()));
        Assert.Equal("""[{"name":"x"},"y"]""", run.Metadata("mcp_servers").ToString());
        Assert.Equal("plan", run.Metadata("permission_mode")?.AsString());
    }

    [Fact]
    public async Task A_hooks_lines_fill_what_the_session_does_not_say()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Text("a")),
            """{"type":"opentraces_hook","event":"Stop","data":{"permission_mode":"auto","git":{"sha":"abc","dirty":true}}}""",
            """{"type":"opentraces_hook","event":"Stop","data":{"git":{}}}""",
            """{"type":"opentraces_hook","event":"PostCompact","data":{"messages_removed":4,"messages_kept":2}}""",
            _lines.Assistant("m1", ClaudeLines.Text("b")));
        Assert.Equal("a\nb", run.Only.Content);
        Assert.Equal(("abc", "main"), (run.Header.Environment.Vcs.BaseCommit, run.Header.Environment.Vcs.Branch));
        Assert.Equal("auto", run.Metadata("permission_mode")?.AsString());
        Assert.Equal("""[{"trigger":"hook","messages_removed":4,"messages_kept":2}]""", run.Metadata("compaction_events").ToString());
        Assert.Equal("""{"PostCompact":1,"Stop":2}""", run.Metadata("hooks").ToString());
    }
}
