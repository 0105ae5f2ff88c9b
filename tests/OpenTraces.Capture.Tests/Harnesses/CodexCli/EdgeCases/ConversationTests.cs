using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli.EdgeCases;

/// <summary>Who said what, and who the session is.</summary>
public class ConversationTests
{
    private const string Meta = """{"id":"other","timestamp":"2026-07-01T10:00:00.000Z","cwd":"/elsewhere","cli_version":"0.1","source":"cli"}""";

    [Fact]
    public async Task Items_before_the_first_turn_context_are_read_and_what_the_harness_put_in_is_carried()
    {
        var session = await new CodexCliLines()
            .Add("session_meta", $$"""{"id":"{{CodexCliLines.Id}}","cwd":"/home/me/app"}""")
            .UserItem("<environment_context>\n  <cwd>/home/me/app</cwd>\n</environment_context>")
            .Prompt("early").Add("turn_context", """{"model":"gpt-5.5"}""").SayItem("late").ReadAsync();
        Assert.Equal(["early", "late"], session.Steps.Select(s => s.Content));
        Assert.Equal(["late"], (await new CodexCliLines().SayItem("late").ReadAsync()).Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task The_first_of_two_meta_lines_is_the_session_and_a_parents_does_not_replace_it()
    {
        var session = await CodexCliLines.Started().Add("session_meta", Meta).Prompt("go").ReadAsync("rollout-whatever.jsonl");
        Assert.Equal((CodexCliLines.Id, "/home/me/app", "0.142.4"),
            (session.Header.SessionId, session.Header.WorkingDirectory, session.Header.Agent.Version));
        Assert.Single(session.Entries, e => e.Reason == "repeated_session_meta");
    }

    [Theory]
    [InlineData("\"cli\"", "main", "main", false)]
    [InlineData("\"vscode\"", "main", "main", false)]
    [InlineData("{\"custom\":\"atlas\"}", "main", "main", false)]
    [InlineData("{\"subagent\":\"review\"}", "subagent", "review", true)]
    [InlineData("{\"subagent\":{\"other\":\"guardian\"}}", "subagent", "guardian", true)]
    [InlineData("{\"subagent\":{}}", "subagent", "subagent", true)]
    [InlineData("{\"subagent\":{\"thread_spawn\":{\"parent_thread_id\":\"p\",\"depth\":1,\"agent_role\":\"Explorer\"}}}", "subagent", "explorer", true)]
    public async Task A_source_of_every_form_tells_whether_another_thread_started_this_one(string source, string callType, string role, bool isLimited)
    {
        var session = await new CodexCliLines().Add("session_meta", $$"""{"id":"x","cwd":"/a","source":{{source}} }""")
            .Prompt("go").SayItem("yes").ReadAsync();
        Assert.Equal((callType, role), (session.Steps[1].CallType, session.Steps[1].AgentRole));
        Assert.Equal(isLimited, session.Header.Metadata.ToString().Contains("subagent_thread_is_a_trace_of_its_own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_skill_is_named_and_its_text_is_no_prompt()
    {
        var session = await CodexCliLines.Started()
            .UserItem("<skill>\n<name>release</name>\n<path>/home/me/.codex/skills/release/SKILL.md</path>\nDo this.\n</skill>")
            .Prompt("ship it").Call("c", "exec_command", """{"cmd":"cat /home/me/.codex/skills/changelog/SKILL.md"}""").ReadAsync();
        Assert.Equal("ship it", session.Header.Task.Description);
        Assert.Contains("\"skills\":[\"changelog\",\"release\"]", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat /x/.codex/skills/a/SKILL.md", true)]
    [InlineData("cat /x/skills/a/SKILL.md", false)]
    [InlineData("cat /x/.codex/skills/a/SKILL.mdx", false)]
    [InlineData("cat .codex/skills/a/SKILL.md", false)]
    [InlineData("cat /x/.codex/skills/../SKILL.md", false)]
    [InlineData("cat /x/skills/a/SKILL.md /x/.agents/skills/a/SKILL.md", true)]
    public async Task A_skill_is_told_by_the_path_of_its_instructions(string command, bool isSkill)
    {
        var session = await CodexCliLines.Started().Call("c", "exec_command", $$"""{"cmd":{{CodexCliLines.Quote(command)}}}""").ReadAsync();
        Assert.Equal(isSkill, session.Header.Metadata.ToString().Contains("\"skills\":[\"a\"]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_says_what_a_part_is_is_believed()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"message","role":"user","content":[{"type":"input_text","text":"plain words"}],"internal_chat_message_metadata_passthrough":{"turn_id":"t","content_item_kinds":["generic.notice"]}}""")
            .Item("""{"type":"message","role":"user","content":[{"type":"input_text","text":"<skill> is a word I typed"}],"internal_chat_message_metadata_passthrough":{"content_item_kinds":["user.text"]}}""")
            .ReadAsync();
        Assert.Equal(["<skill> is a word I typed"], session.Steps.Select(s => s.Content));
        Assert.Contains("\"kind\":\"notice\",\"text\":\"plain words\"", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_stays_one_in_the_metadata()
    {
        var session = await CodexCliLines.Started().Event("""{"type":"error","message":"cut \ud83d"}""").Prompt("go").ReadAsync();
        Assert.Contains("\"session_errors\":[\"cut \\ud83d\"]", session.Header.Metadata.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Words_of_developers_and_the_system_are_carried_and_never_steps()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions instructions>no</permissions instructions>"}]}""")
            .Item("""{"type":"message","role":"system","content":"be brief"}""").ReadAsync();
        Assert.Empty(session.Steps);
        Assert.Equal(4, session.Count(EntryFate.Carried));
        Assert.Contains("be brief", session.Header.Metadata.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"reasoning","summary":[],"encrypted_content":"gA"}""", "[reasoning encrypted by the provider]", 1)]
    [InlineData("""{"type":"reasoning","encrypted_content":"gA"}""", "[reasoning encrypted by the provider]", 1)]
    [InlineData("""{"type":"reasoning","summary":"as text"}""", "as text", 1)]
    [InlineData("""{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"raw"}],"encrypted_content":"gA"}""", "raw", 1)]
    [InlineData("""{"type":"reasoning","summary":[],"content":null}""", null, 0)]
    public async Task Reasoning_without_words_is_marked_or_nothing(string item, string? expected, int steps)
    {
        var session = await CodexCliLines.Started().Item(item).ReadAsync();
        Assert.Equal(steps, session.Steps.Count);
        Assert.Equal(expected, session.Steps.FirstOrDefault()?.ReasoningContent);
    }

    [Fact]
    public async Task A_message_of_another_agent_is_told_and_one_that_cannot_be_read_says_so()
    {
        var session = await CodexCliLines.Started()
            .Item("""{"type":"agent_message","author":"/root/a","recipient":"/root","content":[{"type":"input_text","text":"done"},{"type":"encrypted_content","encrypted_content":"gA"}]}""")
            .Item("""{"type":"agent_message","author":"/root/a","recipient":"/root","content":[{"type":"encrypted_content","encrypted_content":"gA"}]}""").ReadAsync();
        Assert.Equal([StepRole.System, StepRole.System], session.Steps.Select(s => s.Role));
        Assert.Equal("[message encrypted by the provider]", session.Steps[1].Content);
        Assert.StartsWith("done", session.Steps[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_that_is_null_costs_nothing_and_a_counter_that_starts_again_is_added()
    {
        var session = await CodexCliLines.Started().Event("""{"type":"token_count","info":null,"rate_limits":{}}""")
            .SayItem("one").Tokens(100, 0, 10, 100, 0, 10).SayItem("two").Tokens(40, 0, 4, 40, 0, 4).SayItem("three").Tokens(90, 0, 9, 50, 0, 5).ReadAsync();
        Assert.Equal([100, 40, 50], session.Steps.Select(s => s.TokenUsage.InputTokens));
        Assert.Equal("no_usage", session.Entries[2].Reason);
    }

    [Fact]
    public async Task A_fork_counts_from_where_its_parent_stopped_and_a_plain_session_from_nothing()
    {
        static CodexCliLines First(string more) => CodexCliLines.Started(more).SayItem("x").Tokens(1000, 0, 100, 30, 0, 3);
        var fork = await First(""","forked_from_id":"parent" """).ReadAsync();
        Assert.Equal((30, 3), (fork.Steps[0].TokenUsage.InputTokens, fork.Steps[0].TokenUsage.OutputTokens));
        Assert.Equal(1000, (await First("").ReadAsync()).Steps[0].TokenUsage.InputTokens);
    }

    [Fact]
    public async Task Lines_of_the_harness_alone_are_named_and_not_unknown()
    {
        var session = await new CodexCliLines().Add("dynamic_tools_updated", "{}").Add("security_risk_score", "{}").Add("realtime_item", "{}")
            .Add("inter_agent_communication", "{}").Item("""{"type":"additional_tools"}""").Item("""{"type":"configuration_update"}""")
            .Item("""{"type":"context_compaction"}""").Event("""{"type":"item_completed","item":{"type":"Sleep","id":"s"}}""").ReadAsync();
        Assert.Empty(session.UnknownTypes);
        Assert.Equal(7, session.Entries.Count(e => e.Reason == "harness_state"));
        var unknown = await new CodexCliLines().Event("""{"type":"item_completed","item":{"type":"Hologram"}}""").ReadAsync();
        Assert.Equal(["event_msg/item_completed/Hologram"], unknown.UnknownTypes);
    }
}
