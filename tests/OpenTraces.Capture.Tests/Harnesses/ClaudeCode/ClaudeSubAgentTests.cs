using System.Text;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeSubAgentTests
{
    private const string Explore = """{"subagent_type":"Explore","prompt":"look"}""";
    private readonly ClaudeLines _lines = new();

    private string Progress(string callId, string agentId, string message) => _lines.Line(
        "progress", $$""" "parentToolUseID":"{{callId}}","data":{"type":"agent_progress","agentId":"{{agentId}}","prompt":"look","message":{{message}}} """);

    private static string Inner(string uuid, string type, string message, string extra = "") =>
        $$"""{"type":"{{type}}","uuid":"{{uuid}}","timestamp":"2026-05-01T11:00:00.{{uuid.Length:D3}}Z","message":{{message}}{{extra}}}""";

    [Fact]
    public async Task Messages_of_an_agent_in_progress_lines_are_steps_below_its_call()
    {
        var assistant = """{"id":"s1","role":"assistant","content":[{"type":"tool_use","id":"sc1","name":"Read","input":{}}],"usage":{"input_tokens":4,"output_tokens":30}}""";
        var run = await ClaudeRun.OfLinesAsync(
            _lines.User("go"),
            _lines.Assistant("m1", ClaudeLines.Call("task1", "Task", Explore), ClaudeLines.Usage(1, 20)),
            Progress("task1", "agent1", Inner("u1", "user", """{"role":"user","content":[{"type":"text","text":"look"}]}""")),
            Progress("task1", "agent1", Inner("u22", "assistant", assistant)),
            Progress("task1", "agent1", Inner("u22", "assistant", assistant)),
            Progress("task1", "agent1", Inner("u333", "user", """{"role":"user","content":[{"type":"tool_result","tool_use_id":"sc1","content":"seen"}]}""")),
            _lines.Result("task1", "report"));
        Assert.Equal(["user", "agent", "system", "agent"], run.Steps.Select(s => s.Role));
        Assert.Equal([null, null, 2, 2], run.Steps.Select(s => s.ParentStep));
        Assert.Equal(["main", "main", "subagent", "subagent"], run.Steps.Select(s => s.CallType));
        Assert.Equal("explore", run.Steps[3].AgentRole);
        Assert.Equal("seen", run.Steps[3].Observations[0].Content);
        Assert.Equal("agent1", run.Steps[1].SubagentTrajectoryRef);
        Assert.Equal(50, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
        Assert.Equal([EntryFate.Mapped, EntryFate.Mapped, EntryFate.Mapped, EntryFate.Mapped, EntryFate.Ignored, EntryFate.Folded, EntryFate.Folded],
            run.Sink.Entries.Select(e => e.Fate));
        Assert.Equal("go", run.Header.Task.Description);
    }

    [Fact]
    public async Task Two_calls_at_once_keep_their_own_children()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Task", """{"description":"same"}""")),
            _lines.Assistant("m2", ClaudeLines.Call("t2", "Agent", """{"description":"same"}""")),
            Progress("t2", "b", Inner("x1", "assistant", """{"id":"s2","role":"assistant","content":"from b"}""")),
            Progress("t1", "a", Inner("x22", "assistant", """{"id":"s1","role":"assistant","content":"from a"}""")));
        Assert.Equal([("from b", 2), ("from a", 1)], run.Steps.Skip(2).Select(s => (s.Content!, s.ParentStep!.Value)));
        Assert.Equal(["a", "b"], run.Steps.Take(2).Select(s => s.SubagentTrajectoryRef));
    }

    [Fact]
    public async Task A_grandchild_hangs_on_the_child_that_spawned_it()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Task")),
            Progress("t1", "a", Inner("x1", "assistant", """{"id":"s1","role":"assistant","content":[{"type":"tool_use","id":"t2","name":"Task","input":{"subagent_type":"Plan"}}]}""")),
            Progress("t2", "b", Inner("x22", "assistant", """{"id":"s2","role":"assistant","content":"deep"}""")));
        Assert.Equal([null, 1, 2], run.Steps.Select(s => s.ParentStep));
        Assert.Equal("plan", run.Steps[2].AgentRole);
    }

    [Fact]
    public async Task Inline_lines_without_any_id_of_the_call_have_no_parent()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Task", """{"prompt":"look around"}""")),
            _lines.User("look around", "\"isSidechain\":true"),
            _lines.Assistant("s1", ClaudeLines.Text("seen"), extra: "\"isSidechain\":true"),
            _lines.Result("t1", "report"));
        Assert.Equal([null, null, null], run.Steps.Select(s => s.ParentStep));
        Assert.Equal(["main", "subagent", "subagent"], run.Steps.Select(s => s.CallType));
        Assert.Equal(["agent", "system", "agent"], run.Steps.Select(s => s.Role));
        Assert.Equal("general", run.Steps[2].AgentRole);
    }

    [Fact]
    public async Task Inline_lines_are_linked_by_the_chain_of_their_line_ids()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Task", Explore)),
            _lines.User("look", "\"isSidechain\":true,\"parentUuid\":\"line-1\""),
            _lines.Assistant("s1", ClaudeLines.Text("seen"), extra: "\"isSidechain\":true,\"parentUuid\":\"line-2\""));
        Assert.Equal([null, 1, 1], run.Steps.Select(s => s.ParentStep));
        Assert.Equal("explore", run.Steps[2].AgentRole);
    }

    [Fact]
    public async Task An_agents_id_that_comes_with_the_result_links_the_steps_before_it()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Task")),
            _lines.Assistant("s1", ClaudeLines.Text("seen"), extra: "\"isSidechain\":true,\"agentId\":\"a9\""),
            _lines.Result("t1", "report", "\"toolUseResult\":{\"status\":\"completed\",\"agentId\":\"a9\",\"agentType\":\"Explore\",\"totalDurationMs\":500}"));
        Assert.Equal([null, 1], run.Steps.Select(s => s.ParentStep));
        Assert.Equal(("a9", 500), (run.Steps[0].SubagentTrajectoryRef, run.Steps[0].ToolCalls[0].DurationMs));
        Assert.Equal("explore", run.Steps[1].AgentRole);
        Assert.Equal("""[{"agent_id":"a9","role":"explore","tool_call_id":"t1","step":1}]""", run.Metadata("subagents").ToString());
    }

    [Fact]
    public async Task Lines_of_a_run_name_the_call_they_belong_to()
    {
        var run = await ClaudeRun.OfLinesAsync(
            """{"type":"assistant","session_id":"s","uuid":"1","parent_tool_use_id":null,"message":{"id":"m1","role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Task","input":{}}]}}""",
            """{"type":"assistant","session_id":"s","uuid":"2","parent_tool_use_id":"t1","message":{"id":"m2","role":"assistant","content":"seen"}}""");
        Assert.Equal([("main", null), ("subagent", 1)], run.Steps.Select(s => (s.CallType!, s.ParentStep)));
    }

    [Fact]
    public async Task An_agents_own_file_is_a_session_of_its_own()
    {
        var lines = new ClaudeLines { Extra = "\"isSidechain\":true,\"agentId\":\"abc\"" };
        var run = await ClaudeRun.OfLinesAsync(lines.User("look"), lines.Assistant("s1", ClaudeLines.Text("seen")));
        Assert.Equal(("session-1", "abc"), (run.Header.SessionId, run.Header.SubAgentId));
        Assert.Equal("look", run.Header.Task.Description);
        Assert.Equal(["user", "agent"], run.Steps.Select(s => s.Role));
        Assert.All(run.Steps, s => Assert.Equal(("subagent", null, "general"), (s.CallType!, s.ParentStep, s.AgentRole!)));
        Assert.Equal("anthropic/claude-sonnet-5", run.Header.Agent.Model);
    }

    [Fact]
    public async Task An_agents_file_without_the_id_inside_has_it_in_its_name()
    {
        var run = await ClaudeRun.OfTextAsync(_lines.User("look"), "agent-a1b2.jsonl");
        Assert.Equal("a1b2", run.Header.SubAgentId);
        Assert.Equal("subagent", run.Only.CallType);
    }

    [Fact]
    public async Task A_main_session_with_agents_inside_is_no_agents_file()
    {
        var run = await ClaudeRun.OfLinesAsync(_lines.User("go"), _lines.User("x", "\"isSidechain\":true,\"agentId\":\"abc\""));
        Assert.Null(run.Header.SubAgentId);
    }

    [Fact]
    public async Task A_warm_up_is_told_apart()
    {
        var lines = new ClaudeLines { Extra = "\"isSidechain\":true,\"agentId\":\"abc\"" };
        var run = await ClaudeRun.OfLinesAsync(lines.User("Warmup"), lines.Assistant("s1", ClaudeLines.Text("ready"), ClaudeLines.Usage(1, 90)));
        Assert.All(run.Steps, s => Assert.Equal("warmup", s.CallType));
    }

    [Fact]
    public async Task A_companion_tells_which_call_an_agent_answers_and_a_broken_one_tells_nothing()
    {
        var companions = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["subagents/agent-a7.meta.json"] = Encoding.UTF8.GetBytes("""{"description":"d","toolUseId":"t1"}"""),
            ["subagents/agent-a8.meta.json"] = "{\"toolUse"u8.ToArray(),
        };
        var run = await ClaudeRun.OfTextAsync(_lines.Assistant("m1", ClaudeLines.Call("t1", "Task")), companions: companions);
        Assert.Equal("a7", run.Only.SubagentTrajectoryRef);
    }

    [Fact]
    public async Task Twelve_levels_deep_every_parent_stands_before_its_child()
    {
        var lines = new List<string> { _lines.Assistant("m0", ClaudeLines.Call("t0", "Task")) };
        for (var i = 1; i <= 12; i++)
        {
            lines.Add(Progress($"t{i - 1}", $"a{i}", Inner(new string('x', i), "assistant",
                $$"""{"id":"s{{i}}","role":"assistant","content":[{"type":"tool_use","id":"t{{i}}","name":"Task","input":{ } } ] }""")));
        }

        var run = await ClaudeRun.OfLinesAsync([.. lines]);
        Assert.Equal([null, .. Enumerable.Range(1, 12)], run.Steps.Select(s => s.ParentStep));
    }

    [Fact]
    public async Task A_progress_line_that_names_itself_as_its_call_has_no_parent()
    {
        var run = await ClaudeRun.OfLinesAsync(
            Progress("t1", "a", Inner("x", "assistant", """{"id":"s1","role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Task","input":{}}]}""")));
        Assert.Null(run.Only.ParentStep);
    }
}
