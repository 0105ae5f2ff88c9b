using System.Text;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeReadingTests
{
    private readonly ClaudeLines _lines = new();

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("garbage\n{\n")]
    public async Task A_session_without_a_single_entry_to_read_has_no_steps_and_a_name(string text)
    {
        var run = await ClaudeRun.OfTextAsync(text, "x.jsonl");
        Assert.Empty(run.Steps);
        Assert.Equal("x", run.Header.SessionId);
        Assert.All(run.Sink.Entries, e => Assert.True(e.Fate is EntryFate.Ignored or EntryFate.Malformed));
    }

    [Fact]
    public async Task Two_entries_on_one_line_are_two()
    {
        var run = await ClaudeRun.OfTextAsync(_lines.User("a") + """{"type":"summary","summary":"s","leafUuid":"x"}""" + "\n");
        Assert.Equal([(1, EntryFate.Mapped), (1, EntryFate.Carried)], run.Sink.Entries.Select(e => (e.Line, e.Fate)));
    }

    [Fact]
    public async Task A_bad_line_costs_that_line()
    {
        var bytes = Encoding.UTF8.GetBytes(_lines.User("a") + "\n{\"type\":\"user\",\"message\":{\"content\":\"\0\"\n42\n\"x\"\n[1]\n" + _lines.User("b") + "\n{\"type\":\"us");
        var run = await ClaudeRun.OfBytesAsync(bytes);
        Assert.Equal(["a", "b"], run.Steps.Select(s => s.Content));
        Assert.Equal([null, "invalid_json", "not_an_object", "not_an_object", "not_an_object", null, "unterminated_last_line"], run.Sink.Entries.Select(e => e.Reason));
    }

    [Fact]
    public async Task Line_ends_marks_and_separators_of_every_kind_change_nothing()
    {
        var line = _lines.User("a\u2028b").Replace("\\u2028", "\u2028", StringComparison.Ordinal);
        var run = await ClaudeRun.OfTextAsync("\uFEFF" + line + "\r\n" + _lines.User("c") + "\r\n");
        Assert.Equal(["a\u2028b", "c"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task Lone_surrogates_and_nul_survive()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("user", """ "message":{"role":"user","content":"\ud83d x \u0000 y"} """));
        Assert.Equal("\ud83d x \0 y", run.Only.Content);
    }

    [Fact]
    public async Task Of_a_member_written_twice_the_last_one_counts()
    {
        var run = await ClaudeRun.OfLinesAsync("""{"type":"user","type":"user","message":{"content":"a"},"message":{"content":"b"}}""");
        Assert.Equal("b", run.Only.Content);
    }

    [Fact]
    public async Task Members_of_any_kind_never_end_the_session()
    {
        string[] values = ["null", "true", "7", "-1e400", "\"x\"", "[]", "[{}]", "{}", "{\"a\":[1,{}]}"];
        string[] members =
        [
            "type", "uuid", "sessionId", "timestamp", "isSidechain", "cwd", "agentId", "requestId", "message", "toolUseResult", "data",
            "attachment", "content", "summary", "origin", "subtype", "permissionMode", "snapshot", "compactMetadata", "error", "tools",
            "mcp_servers", "total_cost_usd", "loglines", "worktreeSession", "prNumber", "event",
        ];
        var lines = from type in new[] { "user", "assistant", "system", "progress", "attachment", "result", "file-history-snapshot", "opentraces_hook" }
                    from member in members
                    from value in values
                    select $$"""{"type":"{{type}}","message":{"content":"x"},"{{member}}":{{value}}}""";
        var all = lines.ToArray();
        var run = await ClaudeRun.OfLinesAsync(all);
        Assert.Equal(Enumerable.Range(1, all.Length), run.Sink.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task Nesting_deeper_than_anybody_writes_costs_its_line()
    {
        var deep = new string('[', 2000) + new string(']', 2000);
        var run = await ClaudeRun.OfLinesAsync(_lines.User("a"), _lines.Line("user", $"\"toolUseResult\":{deep},\"message\":{{\"content\":\"x\"}}"), _lines.User("b"));
        Assert.Equal(["a", "b"], run.Steps.Select(s => s.Content));
        Assert.Equal(EntryFate.Malformed, run.Fate(2));
    }

    [Fact]
    public async Task A_session_saved_as_one_document_is_one_entry_with_all_its_steps()
    {
        var document = "{\n \"loglines\": [\n" + _lines.User("a") + ",\n" + _lines.Assistant("m1", ClaudeLines.Call("c1", "Write", """{"file_path":"f","content":"1"}"""))
            + ",\n" + _lines.Result("c1", "ok", """ "toolUseResult":{"type":"create","filePath":"/f","content":"1\n2"} """) + "]\n}\n";
        Assert.True(ClaudeRun.Detects(document));
        var run = await ClaudeRun.OfTextAsync(document);
        Assert.Equal((1, EntryFate.Mapped, null), Assert.Single(run.Sink.Entries));
        Assert.Equal(["user", "agent"], run.Steps.Select(s => s.Role));
        Assert.Equal(["1", "2"], Assert.Single(run.Sink.Patches).Added);
    }

    [Fact]
    public async Task A_usage_exporters_line_is_a_step_with_its_tokens()
    {
        var line = """{"timestamp":"2026-01-09T10:00:00.000Z","sessionId":"s","requestId":"r","version":"1.0.0","message":{"role":"assistant","id":"m","model":"claude-x","usage":{"input_tokens":100,"output_tokens":50}}}""";
        Assert.True(ClaudeRun.Detects(line));
        var run = await ClaudeRun.OfLinesAsync(line);
        Assert.Equal(("agent", 100L, 50L), (run.Only.Role, run.Only.TokenUsage.InputTokens, run.Only.TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task Cancelling_gets_out()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new Capture.Harnesses.ClaudeCode.ClaudeCodeParser().ParseAsync(
            new SessionSource { FileName = "s.jsonl", Content = new MemoryStream("{}\n"u8.ToArray()) }, new RecordingSink(), stop.Token));
    }
}
