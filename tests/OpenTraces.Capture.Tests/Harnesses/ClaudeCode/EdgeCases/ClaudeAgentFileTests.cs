using System.Text;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode.EdgeCases;

public sealed class ClaudeAgentFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ClaudeLines _lines = new() { Version = "2.1.70" };

    public void Dispose() => _folder.Dispose();

    private string[] Parent() =>
    [
        _lines.User("go"),
        _lines.Assistant("m1", ClaudeLines.Call("t1", "Task", """{"subagent_type":"Explore","prompt":"look"}"""), ClaudeLines.Usage(1, 10)),
        Copy("b1", "user", """{"role":"user","content":"look"}"""),
        Copy("b2", "assistant", """{"id":"s1","role":"assistant","model":"claude-x","content":[{"type":"tool_use","id":"w","name":"Write","input":{"file_path":"/f","content":"x"}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":100}}"""),
        Copy("b3", "user", """{"role":"user","content":[{"type":"tool_result","tool_use_id":"w","content":"ok"}]}"""),
        _lines.Result("t1", "found", """ "toolUseResult":{"agentId":"abc","status":"completed"} """),
    ];

    private string Copy(string uuid, string type, string message) => _lines.Line("progress",
        $$""" "parentToolUseID":"t1","data":{"type":"agent_progress","agentId":"abc","message":{"message":{{message}},"type":"{{type}}","uuid":"{{uuid}}","timestamp":"2026-05-01T11:00:00.000Z"} } """);

    private static string[] Child()
    {
        var lines = new ClaudeLines { Version = "2.1.70", Extra = "\"isSidechain\":true,\"agentId\":\"abc\"" };
        return
        [
            lines.User("look"),
            lines.Assistant("s1", ClaudeLines.Call("w", "Write", """{"file_path":"/f","content":"x"}"""), ClaudeLines.Usage(1, 100)),
            lines.Result("w", "ok"),
            lines.Assistant("s2", ClaudeLines.Text("found"), ClaudeLines.Usage(1, 1000)),
        ];
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Beginning(string line) =>
        new() { ["subagents/agent-abc.jsonl"] = Encoding.UTF8.GetBytes(line) };

    [Fact]
    public async Task A_session_alone_holds_what_its_agents_did()
    {
        var run = await ClaudeRun.OfLinesAsync(Parent());
        Assert.Equal(110, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
        Assert.Single(run.Sink.Patches);
        Assert.Equal([null, null, 2, 2], run.Steps.Select(s => s.ParentStep));
    }

    [Fact]
    public async Task Beside_the_agents_own_file_its_copies_are_left_to_it()
    {
        var run = await ClaudeRun.OfTextAsync(string.Join('\n', Parent()) + "\n", companions: Beginning(Child()[0]));
        Assert.Equal(10, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
        Assert.Empty(run.Sink.Patches);
        Assert.Equal(["in_agent_file", "in_agent_file", "in_agent_file"], run.Sink.Entries.Where(e => e.Fate == EntryFate.Ignored).Select(e => e.Reason));
        Assert.Equal("abc", run.Steps[1].SubagentTrajectoryRef);
        Assert.Equal("found", run.Steps[1].Observations[0].Content);
        Assert.Contains("\"own_file\":true", run.Metadata("subagents").ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Sink.Unanswered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"us")]
    [InlineData("""{"type":"session_meta","payload":{}}""")]
    public async Task A_file_that_does_not_begin_as_an_agents_stands_for_nothing(string beginning)
    {
        var run = await ClaudeRun.OfTextAsync(string.Join('\n', Parent()) + "\n", companions: Beginning(beginning));
        Assert.Equal(110, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task A_first_line_cut_short_is_still_known()
    {
        var run = await ClaudeRun.OfTextAsync(string.Join('\n', Parent()) + "\n",
            companions: Beginning(Child()[0][..^30]));
        Assert.Equal(10, run.Steps.Sum(s => s.TokenUsage.OutputTokens));
    }

    [Fact]
    public async Task A_session_brings_its_agents_and_together_every_call_to_the_model_counts_once()
    {
        var path = _folder.Write("p/session-1.jsonl", string.Join('\n', Parent()) + "\n");
        var store = new InMemoryTraceStore();
        var alone = await ImportAsync(store, path);
        Assert.Equal(110, await OutputAsync(store, alone));
        _folder.Write("p/session-1/subagents/agent-abc.jsonl", string.Join('\n', Child()) + "\n");
        var both = await ImportAsync(store, path);
        Assert.Equal(["session-1.jsonl", "agent-abc.jsonl"], both.Select(r => Path.GetFileName(r.Path)));
        Assert.Equal([null, "abc"], both.Select(r => r.Trace!.SubAgentId));
        Assert.Equal(1110, await OutputAsync(store, both));
        Assert.All(both, r => Assert.Null(r.Error));
        Assert.Equal(1110, await OutputAsync(store, await ImportAsync(store, Path.GetDirectoryName(path)!)));
    }

    [Fact]
    public async Task A_call_that_wakes_an_agent_again_refers_to_it_and_its_steps_stay_below_the_first()
    {
        var run = await ClaudeRun.OfLinesAsync(
            _lines.Assistant("m1", ClaudeLines.Call("t1", "Agent")),
            _lines.Result("t1", "one", """ "toolUseResult":{"agentId":"abc"} """),
            _lines.Assistant("m2", ClaudeLines.Call("t2", "Agent")),
            _lines.Result("t2", "two", """ "toolUseResult":{"agentId":"abc"} """),
            _lines.Assistant("s1", ClaudeLines.Text("x"), extra: "\"isSidechain\":true,\"agentId\":\"abc\""));
        Assert.Equal(["abc", "abc", null], run.Steps.Select(s => s.SubagentTrajectoryRef));
        Assert.Equal(1, run.Steps[2].ParentStep);
    }

    [Fact]
    public async Task Equal_descriptions_do_not_confuse_two_agents_and_a_description_without_a_file_links_its_call()
    {
        var companions = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["subagents/agent-one.meta.json"] = """{"description":"same","toolUseId":"t1"}"""u8.ToArray(),
            ["subagents/agent-two.meta.json"] = """{"description":"same","toolUseId":"t2"}"""u8.ToArray(),
        };
        const string Input = """{"description":"same"}""";
        var run = await ClaudeRun.OfTextAsync(_lines.Assistant("m1", ClaudeLines.Call("t2", "Agent", Input)) + "\n"
            + _lines.Assistant("m2", ClaudeLines.Call("t1", "Agent", Input)), companions: companions);
        Assert.Equal(["two", "one"], run.Steps.Select(s => s.SubagentTrajectoryRef));
    }

    private static async Task<List<ImportResult>> ImportAsync(InMemoryTraceStore store, string path)
    {
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(store).ImportAsync([path]))
            results.Add(result);
        return results;
    }

    private static async Task<long> OutputAsync(InMemoryTraceStore store, IEnumerable<ImportResult> results)
    {
        var total = 0L;
        foreach (var id in results.Select(r => r.Receipt!.TraceId).Distinct())
            total += (await store.FindAsync(id))!.Metrics.TotalOutputTokens;
        return total;
    }
}
