using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeStateTests
{
    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task A_state_that_repeats_is_kept_as_it_stood_last()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"permission-mode","permissionMode":"plan","sessionId":"s"}""",
            """{"type":"permission-mode","permissionMode":"plan","sessionId":"s"}""",
            """{"type":"permission-mode","permissionMode":"auto","sessionId":"s"}""",
            """{"type":"last-prompt","sessionId":"s"}""",
            """{"type":"ai-title","aiTitle":"T","sessionId":"s"}""");
        Assert.Equal([null, "state_repeated", null, "state_empty", null], run.Sink.Entries.Select(e => e.Reason));
        Assert.Equal("auto", run.Metadata("permission_mode")?.AsString());
        Assert.Equal("T", run.Metadata("title")?.AsString());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_stays_one_in_the_metadata()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"ai-title","aiTitle":"T\ud83d","sessionId":"s"}""",
            _lines.Line("system", "\"subtype\":\"away_summary\",\"content\":\"a\\udc00\""),
            _lines.Line("summary", "\"summary\":\"\\ud800 b\""));
        Assert.Equal("T\ud83d", run.Metadata("title")?.AsString());
        Assert.Contains("\"content\":\"a\\uDC00\"", run.Metadata("away_summaries").ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("[\"\\uD800 b\"]", run.Metadata("summaries").ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task Compactions_of_either_spelling_are_events_and_leave_no_step()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("system", "\"subtype\":\"compact_boundary\",\"compactMetadata\":{\"trigger\":\"auto\",\"preTokens\":155}"),
            _lines.Line("system", "\"subtype\":\"compact_boundary\",\"compact_metadata\":{\"trigger\":\"manual\",\"pre_tokens\":9}"),
            _lines.Line("system", "\"subtype\":\"microcompact_boundary\",\"microcompactMetadata\":{\"tokensSaved\":7}"));
        Assert.Empty(run.Steps);
        Assert.Equal(
            """[{"trigger":"auto","pre_tokens":155,"timestamp":"2026-05-01T10:00:01.000Z"},{"trigger":"manual","pre_tokens":9,"timestamp":"2026-05-01T10:00:02.000Z"},{"trigger":"micro","tokens_saved":7,"timestamp":"2026-05-01T10:00:03.000Z"}]""",
            run.Metadata("compaction_events").ToString());
        Assert.Equal("true", run.Metadata("is_compacted").ToString());
    }

    [Fact]
    public async Task Events_are_kept_in_their_order_up_to_a_number_of_them()
    {
        var lines = Enumerable.Range(0, 205).Select(i => _lines.Line("system", $"\"subtype\":\"away_summary\",\"content\":\"s{i}\"")).ToArray();
        var run = await ClaudeRun.OfLinesAsync([.. lines, _lines.Line("system", "\"subtype\":\"away_summary\",\"content\":\"\"")]);
        Assert.StartsWith("""[{"content":"s0",""", run.Metadata("away_summaries").ToString(), StringComparison.Ordinal);
        Assert.Equal("5", run.Metadata("away_summaries_dropped").ToString());
        Assert.All(run.Sink.Entries, e => Assert.Equal(EntryFate.Carried, e.Fate));
    }

    [Fact]
    public async Task What_matters_in_bulk_is_counted()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("attachment", "\"attachment\":{\"type\":\"hook_success\",\"hookEvent\":\"Stop\"}"),
            _lines.Line("attachment", "\"attachment\":{\"type\":\"diagnostics\",\"files\":[]}"),
            _lines.Line("progress", "\"data\":{\"type\":\"hook_progress\",\"hookEvent\":\"PreToolUse\"}"),
            _lines.Line("progress", "\"data\":{\"type\":\"bash_progress\",\"output\":\"x\"}"),
            _lines.Line("system", "\"subtype\":\"turn_duration\",\"durationMs\":40"),
            """{"type":"file-history-snapshot","messageId":"a","snapshot":{"trackedFileBackups":{"b.cs":{},"a.cs":null}}}""",
            """{"type":"file-history-delta","messageId":"a","trackingPath":"c.cs"}""",
            """{"type":"queue-operation","operation":"dequeue","sessionId":"s"}""",
            """{"type":"pr-link","prNumber":7,"prUrl":"u","prRepository":"o/r","sessionId":"s"}""",
            """{"type":"pr-link","prNumber":7,"prUrl":"u","prRepository":"o/r","sessionId":"s"}""",
            """{"type":"summary","summary":"S","leafUuid":"x"}""");
        Assert.Equal("""{"diagnostics":1,"hook_success":1}""", run.Metadata("attachments").ToString());
        Assert.Equal("""{"PreToolUse":1,"Stop":1}""", run.Metadata("hooks").ToString());
        Assert.Equal("""{"snapshots":2,"files":["b.cs","a.cs","c.cs"]}""", run.Metadata("file_history").ToString());
        Assert.Equal("""{"count":1,"total_ms":40}""", run.Metadata("turn_durations").ToString());
        Assert.Equal("""[{"url":"u","repository":"o/r","number":7}]""", run.Metadata("pr_links").ToString());
        Assert.Equal("""["S"]""", run.Metadata("summaries").ToString());
        Assert.Equal("progress_duplicate", run.Reason(4));
    }

    [Fact]
    public async Task Errors_of_the_service_are_kept_and_their_long_bodies_are_not()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Line("system", "\"subtype\":\"api_error\",\"error\":{\"status\":529}"),
            _lines.Line("system", "\"subtype\":\"api_error\",\"error\":\"" + new string('x', 2000) + "\""));
        Assert.Equal(
            """[{"kind":"api_error","timestamp":"2026-05-01T10:00:01.000Z","error":{"status":529}},{"kind":"api_error","timestamp":"2026-05-01T10:00:02.000Z"}]""",
            run.Metadata("session_errors").ToString());
    }

    [Theory]
    [InlineData("""{"type":"hologram"}""", "hologram", "unknown_type")]
    [InlineData("""{"type":"system","subtype":"hologram"}""", "system/hologram", "unknown_type")]
    [InlineData("""{"type":"attachment","attachment":{"type":"hologram"}}""", "attachment/hologram", "unknown_type")]
    [InlineData("""{"type":"attachment","attachment":7}""", "attachment", "unknown_type")]
    [InlineData("""{"type":"progress","data":{"type":"hologram"}}""", "progress/hologram", "unknown_type")]
    [InlineData("""{"silly":"this"}""", "(none)", "no_type")]
    [InlineData("""{"type":7}""", "(none)", "no_type")]
    public async Task A_type_nobody_knows_is_named(string line, string type, string reason)
    {
        var run = await ClaudeRun.OfLinesAsync(line);
        Assert.Equal([type], run.Sink.UnknownTypes);
        Assert.Equal((EntryFate.Ignored, reason), (run.Fate(1), run.Reason(1)));
    }

    [Fact]
    public async Task A_skill_whose_instructions_are_read_is_named()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Assistant(
            "m1", ClaudeLines.Call("c1", "Read", """{"file_path":"/home/dev/.claude/skills/tidy/SKILL.md"}""")
                + "," + ClaudeLines.Call("c2", "Bash", """{"command":"cat /home/dev/.claude/skills/brief/SKILL.md"}""")));
        Assert.Equal("""["tidy","brief"]""", run.Metadata("skills").ToString());
    }

    [Fact]
    public async Task Text_that_is_no_unicode_does_not_spoil_the_metadata()
    {
        var run = await ClaudeRun.OfLinesAsync("""{"type":"ai-title","aiTitle":"a\ud83d b","sessionId":"s","cwd":"/x\udc00"}""");
        Assert.StartsWith("a", run.Metadata("title")?.AsString(), StringComparison.Ordinal);
        Assert.NotNull(run.Metadata("cwd"));
    }

    [Fact]
    public async Task Skills_are_named_once()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("c1", "Skill", """{"skill":"review"}""") + "," + ClaudeLines.Call("c2", "Skill", """{"skill":"review"}""")));
        Assert.Equal("""["review"]""", run.Metadata("skills").ToString());
    }
}
