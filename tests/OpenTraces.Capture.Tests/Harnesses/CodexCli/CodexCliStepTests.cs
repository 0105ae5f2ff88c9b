using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

public class CodexCliStepTests
{
    [Fact]
    public async Task A_step_is_one_call_of_the_model_with_its_results()
    {
        var session = await CodexCliLines.Started().Prompt("go")
            .Say("first").Call("a", "exec_command", "{}").Call("b", "exec_command", "{}")
            .Output("a", "one").Output("b", "two")
            .Say("second").Call("c", "exec_command", "{}").Output("c", "three").ReadAsync();
        Assert.Equal(["user:go:", "agent:first:a,b", "agent:second:c"],
            session.Steps.Select(s => $"{s.Role}:{s.Content}:{string.Join(',', s.ToolCalls.Select(c => c.ToolCallId))}"));
        Assert.Equal(["one", "two"], session.Steps[1].Observations.Select(o => o.Content));
        Assert.Equal(["exec_command"], session.Steps[1].ToolsAvailable);
        Assert.Equal("openai/gpt-5.5", session.Steps[1].Model);
        Assert.Equal(3, session.Count(EntryFate.Mapped));
    }

    [Fact]
    public async Task A_metered_call_ends_a_step_even_without_tools()
    {
        var session = await CodexCliLines.Started().Prompt("go").Say("one").Tokens(10, 0, 1).Say("two").Tokens(30, 5, 3).ReadAsync();
        Assert.Equal(["go", "one", "two"], session.Steps.Select(s => s.Content));
        Assert.Equal([(0L, 0L, 0L), (10, 0, 1), (15, 5, 2)],
            session.Steps.Select(s => (s.TokenUsage.InputTokens, s.TokenUsage.CacheReadTokens, s.TokenUsage.OutputTokens)));
        Assert.Null(session.Header.TotalUsage);
    }

    [Fact]
    public async Task A_reading_that_repeats_costs_nothing_and_one_without_a_step_counts_in_the_total()
    {
        var session = await CodexCliLines.Started().Tokens(7, 0, 1).Prompt("go").Say("one").Tokens(17, 0, 2, 10, 0, 1).Tokens(17, 0, 2, 10, 0, 1)
            .Event("""{"type":"token_count","info":null}""").ReadAsync();
        Assert.Equal(10, session.Steps[1].TokenUsage.InputTokens);
        Assert.Equal(17, session.Header.TotalUsage!.InputTokens);
        Assert.Equal(["no_usage", "repeated_usage"],
            session.Entries.Where(e => e.Fate == EntryFate.Ignored).Select(e => e.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_counter_that_went_back_was_reset()
    {
        var session = await CodexCliLines.Started().Prompt("go").Say("one").Tokens(100, 0, 10, 100, 0, 10)
            .Say("two").Tokens(30, 0, 3, 30, 0, 3).ReadAsync();
        Assert.Equal(130, session.Steps.Sum(s => s.TokenUsage.InputTokens));
        Assert.Equal(13, session.Steps.Sum(s => s.TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task A_prompt_is_one_step_in_whichever_order_its_two_forms_stand()
    {
        var session = await CodexCliLines.Started()
            .UserItem("one").Event("""{"type":"user_message","message":"one"}""").SayItem("ok")
            .Event("""{"type":"user_message","message":"two"}""").UserItem("two\n").SayItem("ok")
            .Event("""{"type":"user_message","message":"only shown"}""").SayItem("ok")
            .UserItem("only kept").ReadAsync();
        Assert.Equal(["one", "two", "only shown", "only kept"], session.Steps.Where(s => s.Role == "user").Select(s => s.Content));
        Assert.Equal("one", session.Header.Task.Description);
    }

    [Fact]
    public async Task The_same_words_typed_twice_are_two_prompts()
    {
        var session = await CodexCliLines.Started().Prompt("go").Event("""{"type":"turn_aborted","reason":"interrupted"}""").Prompt("go").ReadAsync();
        Assert.Equal(["go", "go"], session.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task What_the_harness_puts_in_is_carried_and_no_prompt()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions instructions>\nno\n</permissions instructions>"}]}""")
            .UserItem("# AGENTS.md instructions for /x\n\nrules", "<environment_context>\n<cwd>/x</cwd><shell>zsh</shell>\n</environment_context>")
            .UserItem("<skill>\n<name>deploy</name>\nbody\n</skill>")
            .Prompt("<b>bold</b> is a tag of mine").ReadAsync();
        Assert.Equal("<b>bold</b> is a tag of mine", Assert.Single(session.Steps).Content);
        Assert.Equal(5, session.Count(EntryFate.Carried));
        Assert.True(session.Header.Metadata.TryGetMember("codex_cli"u8, out var own));
        Assert.True(own.TryGetMember("injected"u8, out var injected));
        Assert.Equal(["permissions_instructions", "agents_md", "environment_context", "skill"],
            injected.ToElement().EnumerateArray().Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal("zsh", session.Header.Environment.Shell);
        Assert.Contains("\"skills\":[\"deploy\"]", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_shown_and_what_was_kept_are_said_once()
    {
        var session = await CodexCliLines.Started().Prompt("go")
            .Event("""{"type":"agent_reasoning","text":"**Plan**"}""")
            .Event("""{"type":"agent_reasoning","text":"**More**"}""")
            .Item("""{"type":"reasoning","summary":[{"type":"summary_text","text":"**Plan**"},{"type":"summary_text","text":"**More**"}],"encrypted_content":"x"}""")
            .Say("answer").Tokens(1, 0, 1).Say("answer").ReadAsync();
        Assert.Equal(["go", "answer", "answer"], session.Steps.Select(s => s.Content));
        Assert.Equal("**Plan**\n**More**", session.Steps[1].ReasoningContent);
    }

    [Theory]
    [InlineData("""{"type":"reasoning","summary":[],"encrypted_content":"gAAA"}""", "[reasoning encrypted by the provider]")]
    [InlineData("""{"type":"reasoning","summary":"thought","encrypted_content":"gAAA"}""", "thought")]
    [InlineData("""{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"raw"}]}""", "raw")]
    [InlineData("""{"type":"reasoning","summary":[],"content":null,"encrypted_content":null}""", null)]
    public async Task Reasoning_is_its_text_or_said_to_be_withheld(string item, string? expected)
    {
        var session = await CodexCliLines.Started().Prompt("go").Item(item).SayItem("ok").ReadAsync();
        Assert.Equal(expected, session.Steps[^1].ReasoningContent);
    }

    [Fact]
    public async Task Compaction_is_carried_and_its_history_is_not_told_again()
    {
        var session = await CodexCliLines.Started().Prompt("go").Say("ok").Tokens(10, 0, 1)
            .Add("compacted", """{"message":"so far","replacement_history":[{"type":"message","role":"user","content":[{"type":"input_text","text":"go"}]}]}""")
            .Event("""{"type":"context_compacted"}""").Tokens(25, 0, 2).Prompt("on").ReadAsync();
        Assert.Equal(["go", "ok", "on"], session.Steps.Select(s => s.Content));
        Assert.Equal(25, session.Header.TotalUsage!.InputTokens);
        Assert.Contains("\"is_compacted\":true", session.Header.Metadata.ToString(), StringComparison.Ordinal);
        Assert.Contains("""{"after_step":2,"timestamp":"2026-07-01T11:00:07.000Z","summary":"so far"}""", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_starts_after_its_parents_history_and_owes_nothing_for_it()
    {
        const string Parent = "019f1d00-0000-7000-8000-000000000009";
        var lines = new CodexCliLines()
            .Add("session_meta", $$"""{"id":"{{CodexCliLines.Id}}","forked_from_id":"{{Parent}}","cwd":"/home/me/app","model_provider":"openai","source":{"subagent":{"thread_spawn":{"parent_thread_id":"{{Parent}}","depth":1,"agent_role":"Explorer"} } } }""")
            .Add("session_meta", $$"""{"id":"{{Parent}}","cwd":"/home/me/app","source":"cli"}""")
            .Event("""{"type":"task_started","turn_id":"019f1d00-c8ed-7000-8000-000000000001"}""")
            .Prompt("parent's prompt").Say("parent's answer").Tokens(1000, 0, 100)
            .Call("s", "spawn_agent", "{}").Output("s", "You are the newly spawned agent.")
            .Event("""{"type":"task_started","turn_id":"019f1d64-006a-7000-8000-000000000001"}""")
            .Add("turn_context", """{"turn_id":"019f1d64-006a-7000-8000-000000000001","cwd":"/home/me/app","model":"gpt-5.5"}""")
            .Prompt("look around").Tokens(1000, 0, 100).Say("found").Tokens(1010, 4, 103);
        var session = await lines.ReadAsync();
        Assert.Equal(["look around", "found"], session.Steps.Select(s => s.Content));
        Assert.Equal((6L, 4L, 3L), (session.Steps[1].TokenUsage.InputTokens, session.Steps[1].TokenUsage.CacheReadTokens, session.Steps[1].TokenUsage.OutputTokens));
        Assert.Null(session.Header.TotalUsage);
        Assert.Equal(9, session.Entries.Count(e => e.Reason == "replayed"));
        Assert.Equal(CodexCliLines.Id, session.Header.SessionId);
        Assert.Null(session.Header.SubAgentId);
        Assert.Equal(("explorer", "subagent"), (session.Steps[1].AgentRole, session.Steps[1].CallType));
        Assert.Contains($"\"parent_thread_id\":\"{Parent}\"", session.Header.Metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal("look around", session.Header.Task.Description);
    }

    [Fact]
    public async Task A_meta_line_written_again_changes_nothing()
    {
        var meta = CodexCliLines.Started().Text.Split('\n')[0];
        var session = await CodexCliLines.Started().Prompt("one").Raw(meta).Prompt("two").ReadAsync();
        Assert.Equal(2, session.Steps.Count);
        Assert.Contains(session.Entries, e => e.Reason == "repeated_session_meta");
    }

    [Fact]
    public async Task The_header_tells_where_and_with_what_the_session_ran()
    {
        var session = await CodexCliLines.Started(""","base_instructions":{"text":"You are Codex"}""").Prompt("go").Say("ok").ReadAsync();
        var header = session.Header;
        Assert.Equal(("codex-cli", "0.142.4", "openai/gpt-5.5"), (header.Agent.Name, header.Agent.Version, header.Agent.Model));
        Assert.Equal(("/home/me/app", "linux"), (header.WorkingDirectory, header.Environment.Os));
        Assert.Equal(("git", "main", "abc"), (header.Environment.Vcs.Type, header.Environment.Vcs.Branch, header.Environment.Vcs.BaseCommit));
        Assert.Equal(("me/app", "https://github.com/me/app"), (header.Task.Repository, header.Task.RepositoryUrl));
        Assert.Equal(("2026-07-01T11:00:00.000Z", "2026-07-01T11:00:05.000Z"), (header.TimestampStart, header.TimestampEnd));
        Assert.Equal("You are Codex", header.SystemPrompts[session.Steps[1].SystemPromptHash!]);
        Assert.Null(header.Outcome.Success);
    }

    [Fact]
    public async Task The_bare_form_of_the_first_versions_is_read()
    {
        var lines = new CodexCliLines()
            .Raw("""{"id":"old-1","timestamp":"2025-09-10T10:00:00.000Z","instructions":"Be nice","git":{"branch":"dev","commit_hash":"c0"}}""")
            .Raw("""{"record_type":"state"}""")
            .Raw("""{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>\n<cwd>/Users/me/old</cwd>\n</environment_context>"}]}""")
            .Raw("""{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]}""")
            .Raw("""{"type":"reasoning","id":"r","summary":[],"content":null,"encrypted_content":"gA"}""")
            .Raw("""{"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"c"}""")
            .Raw("""{"type":"function_call_output","call_id":"c","output":"{\"output\":\"a\\n\",\"metadata\":{\"exit_code\":3,\"duration_seconds\":0.2}}"}""")
            .Raw("""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"bye"}]}""");
        var session = await lines.ReadAsync();
        Assert.Equal(["user:hello", "agent:", "agent:bye"], session.Steps.Select(s => $"{s.Role}:{s.Content}"));
        var result = Assert.Single(session.Steps[1].Observations);
        Assert.Equal(("a\n", "exit_code:3"), (result.Content, result.Error));
        Assert.Equal(200, session.Steps[1].ToolCalls[0].DurationMs);
        Assert.Equal(("old-1", "/Users/me/old", "dev"), (session.Header.SessionId, session.Header.WorkingDirectory, session.Header.Environment.Vcs.Branch));
        Assert.DoesNotContain(session.Entries, e => e.Fate == EntryFate.Malformed);
    }

    [Fact]
    public async Task The_early_envelope_and_members_in_any_order_are_read()
    {
        var session = await new CodexCliLines()
            .Raw("""{"session_meta":{"cwd":"/tmp","id":"early"},"timestamp":1759848400}""")
            .Raw("""{"payload":{"content":[{"text":"hi","type":"input_text"}],"role":"user"},"timestamp":"2024-01-01T10:00:01Z","type":"response_item"}""")
            .Raw("""{"response_item":{"role":"assistant","type":"message","content":"yes"}}""").ReadAsync();
        Assert.Equal(["hi", "yes"], session.Steps.Select(s => s.Content));
        Assert.Equal(("early", "2025-10-07T14:46:40.000Z"), (session.Header.SessionId, session.Header.TimestampStart));
    }

    [Fact]
    public async Task An_unknown_type_is_named_and_the_session_goes_on()
    {
        var session = await CodexCliLines.Started().Event("""{"type":"brand_new"}""").Item("""{"type":"hologram"}""")
            .Add("telepathy", "{}").Prompt("go").ReadAsync();
        Assert.Equal(["event_msg/brand_new", "response_item/hologram", "telepathy"], session.UnknownTypes);
        Assert.Equal(3, session.Entries.Count(e => e.Reason == "unknown_type"));
        Assert.Single(session.Steps);
    }

    [Fact]
    public async Task Without_an_id_the_file_name_is_the_session()
    {
        var session = await new CodexCliLines().Event("""{"type":"user_message","message":"go"}""").ReadAsync("rollout-2026-01-01T00-00-00-abc.jsonl");
        Assert.Equal("2026-01-01T00-00-00-abc", session.Header.SessionId);
    }

    [Theory]
    [InlineData("interrupted", """{"type":"turn_aborted","reason":"interrupted"}""")]
    [InlineData("error", """{"type":"error","message":"Rate limit"}""")]
    [InlineData(null, """{"type":"task_complete","turn_id":"t"}""")]
    public async Task How_the_last_turn_ended_is_told_and_success_never_claimed(string? state, string payload)
    {
        var session = await CodexCliLines.Started().Prompt("go").Event(payload).ReadAsync();
        Assert.Equal(state, session.Header.Outcome.TerminalState);
        Assert.Null(session.Header.Outcome.Success);
        Assert.Equal(state is not null, (await CodexCliLines.Started().Event(payload).ReadAsync()).Count(EntryFate.Carried) == 3);
    }
}
