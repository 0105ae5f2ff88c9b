using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

/// <summary>Every kind of line the harness is known to write has a fate of its own.</summary>
public class ClaudeKindTests
{
    private readonly ClaudeLines _lines = new();

    [Theory]
    [InlineData("agent_listing_delta")]
    [InlineData("auto_mode")]
    [InlineData("batching_reminder_sent")]
    [InlineData("budget_usd")]
    [InlineData("command_permissions")]
    [InlineData("compact_file_reference")]
    [InlineData("date_change")]
    [InlineData("deferred_tools_delta")]
    [InlineData("diagnostics")]
    [InlineData("directory")]
    [InlineData("dynamic_skill")]
    [InlineData("edited_text_file")]
    [InlineData("file")]
    [InlineData("goal_status")]
    [InlineData("hook_additional_context")]
    [InlineData("hook_blocking_error")]
    [InlineData("hook_cancelled")]
    [InlineData("hook_non_blocking_error")]
    [InlineData("hook_success")]
    [InlineData("hook_system_message")]
    [InlineData("invoked_skills")]
    [InlineData("mcp_instructions_delta")]
    [InlineData("nested_memory")]
    [InlineData("opened_file_in_ide")]
    [InlineData("plan_mode")]
    [InlineData("plan_mode_exit")]
    [InlineData("queued_command")]
    [InlineData("read_truncation_notice")]
    [InlineData("selected_lines_in_ide")]
    [InlineData("silent_turn_reminder")]
    [InlineData("skill_listing")]
    [InlineData("task_reminder")]
    [InlineData("task_status")]
    [InlineData("todo_reminder")]
    [InlineData("total_tokens_reminder")]
    [InlineData("ultra_effort_enter")]
    [InlineData("ultra_effort_exit")]
    public async Task An_attachment_without_text_is_counted_by_its_kind(string kind)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("attachment", $"\"attachment\":{{\"type\":\"{kind}\"}}"));
        Assert.Equal(EntryFate.Carried, run.Fate(1));
        Assert.Equal($$"""{"{{kind}}":1}""", run.Metadata("attachments").ToString());
        Assert.Empty(run.Sink.UnknownTypes);
    }

    [Theory]
    [InlineData("""{"type":"file","filename":"/a.cs","content":{"type":"text","file":{"filePath":"/a.cs","content":"x\ny"}}}""", "[file: /a.cs]\nx\ny")]
    [InlineData("""{"type":"directory","path":"/d","content":"one\ntwo"}""", "[directory: /d]\none\ntwo")]
    [InlineData("""{"type":"selected_lines_in_ide","filename":"/a.cs","lineStart":3,"lineEnd":4,"content":"x"}""", "[selected_lines_in_ide: /a.cs:3-4]\nx")]
    [InlineData("""{"type":"edited_text_file","filename":"/a.cs","snippet":"1\tx"}""", "[edited_text_file: /a.cs]\n1\tx")]
    [InlineData("""{"type":"nested_memory","path":"/CLAUDE.md","content":{"path":"/CLAUDE.md","content":"rules"}}""", "[nested_memory: /CLAUDE.md]\nrules")]
    [InlineData("""{"content":["a","b"],"hookName":"SessionStart","hookEvent":"SessionStart","type":"hook_additional_context"}""", "[hook_additional_context: SessionStart]\na\nb")]
    [InlineData("""{"type":"hook_blocking_error","hookName":"PreToolUse","blockingError":{"blockingError":"no","command":"c"}}""", "[hook_blocking_error: PreToolUse]\nno")]
    [InlineData("""{"type":"hook_success","hookName":"UserPromptSubmit","hookEvent":"UserPromptSubmit","content":"mind this","stdout":"{}"}""", "[hook_success: UserPromptSubmit]\nmind this")]
    [InlineData("""{"type":"invoked_skills","skills":[{"name":"s","path":"p","content":"do"}]}""", "[invoked_skills]\ns\ndo")]
    [InlineData("""{"type":"diagnostics","files":[{"uri":"/a.go","diagnostics":[{"message":"m","severity":"Error","range":{"start":{"line":6,"character":0}}},{"message":"n","severity":"Hint"}]}]}""", "[diagnostics]\n/a.go:7: Error: m\n/a.go: Hint: n")]
    public async Task What_an_attachment_gives_the_model_to_read_is_a_step_of_the_harness(string attachment, string expected)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("ask"), _lines.Line("attachment", $"\"attachment\":{attachment}"));
        Assert.Equal(["user", "system"], run.Steps.Select(s => s.Role));
        Assert.Equal(expected, run.Steps[1].Content);
        Assert.Equal(EntryFate.Mapped, run.Fate(2));
        Assert.Equal("ask", run.Header.Task.Description);
        Assert.NotNull(run.Metadata("attachments"));
    }

    [Fact]
    public async Task What_a_hook_prints_for_people_is_counted()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("attachment",
            """ "attachment":{"type":"hook_success","hookName":"PostToolUse:Edit","hookEvent":"PostToolUse","content":"formatted"} """));
        Assert.Equal(EntryFate.Carried, run.Fate(1));
        Assert.Empty(run.Steps);
    }

    [Theory]
    [InlineData("bash_progress", "progress_duplicate")]
    [InlineData("agent_progress", "progress_duplicate")]
    [InlineData("mcp_progress", "progress_state")]
    [InlineData("query_update", "progress_state")]
    [InlineData("search_results_received", "progress_state")]
    [InlineData("waiting_for_task", "progress_state")]
    public async Task Progress_is_left_out_by_name(string kind, string reason)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("progress", $"\"data\":{{\"type\":\"{kind}\",\"output\":\"x\"}}"));
        Assert.Equal((EntryFate.Ignored, reason), (run.Fate(1), run.Reason(1)));
        Assert.Empty(run.Sink.UnknownTypes);
    }

    [Theory]
    [InlineData("stop_hook_summary", "hooks")]
    [InlineData("turn_duration", "turn_durations")]
    [InlineData("api_error", "session_errors")]
    [InlineData("error", "session_errors")]
    [InlineData("api_refusal", "session_errors")]
    [InlineData("model_refusal_fallback", "session_errors")]
    [InlineData("away_summary", "away_summaries")]
    [InlineData("local_command", "notices")]
    [InlineData("bridge_status", "notices")]
    [InlineData("session_start", "notices")]
    [InlineData("compact_boundary", "compaction_events")]
    [InlineData("microcompact_boundary", "compaction_events")]
    public async Task A_line_of_the_system_is_carried_under_a_name(string subtype, string name)
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.Line("system", $"\"subtype\":\"{subtype}\",\"content\":\"c\",\"durationMs\":1"));
        Assert.Equal(EntryFate.Carried, run.Fate(1));
        Assert.NotNull(run.Metadata(name));
        Assert.Empty(run.Sink.UnknownTypes);
    }

    [Theory]
    [InlineData("""{"type":"summary","summary":"s","leafUuid":"l"}""", "summaries")]
    [InlineData("""{"type":"custom-title","customTitle":"t","sessionId":"s"}""", "custom_title")]
    [InlineData("""{"type":"agent-name","agentName":"n","sessionId":"s"}""", "agent_name")]
    [InlineData("""{"type":"last-prompt","lastPrompt":"p","leafUuid":"l","sessionId":"s"}""", "last_prompt")]
    [InlineData("""{"type":"mode","mode":"m","sessionId":"s"}""", "mode")]
    [InlineData("""{"type":"bridge-session","bridgeSessionId":"b","lastSequenceNum":1,"sessionId":"s"}""", "bridge_session_id")]
    [InlineData("""{"type":"worktree-state","worktreeSession":{"path":"/w"},"sessionId":"s"}""", "worktree")]
    [InlineData("""{"type":"frame-link","frameUrl":"u","sessionId":"s"}""", "frame_url")]
    [InlineData("""{"type":"relocated","relocatedCwd":"/r","sessionId":"s"}""", "relocated_cwd")]
    [InlineData("""{"type":"atis-latch","atis":"a","sessionId":"s"}""", "atis")]
    [InlineData("""{"type":"queue-operation","operation":"popAll","content":"c","sessionId":"s"}""", "queue_operations")]
    [InlineData("""{"type":"file-history-delta","messageId":"m","trackingPath":"f"}""", "file_history")]
    [InlineData("""{"type":"started","sessionId":"s"}""", "queue_operations")]
    public async Task A_small_line_of_state_is_carried_under_a_name(string line, string name)
    {
        var run = await ClaudeRun.OfLinesAsync(line);
        Assert.Equal(EntryFate.Carried, run.Fate(1));
        Assert.NotNull(run.Metadata(name));
        Assert.Empty(run.Sink.UnknownTypes);
    }
}
