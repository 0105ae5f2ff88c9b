using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class AtifTests
{
    private const string Foreign =
        """
        {"schema_version":"ATIF-v1.7","session_id":"run-9","trajectory_id":"not-a-uuid","agent":{"name":"terminus-2","version":"2.0","model_name":"gpt-5","extra":{"temperature":0.7},
         "tool_definitions":[{"type":"function","function":{"name":"bash","parameters":{"type":"object"}}}]},
         "steps":[
          {"step_id":1,"source":"system","message":"Be brief.","extra":{"k":[1]}},
          {"step_id":2,"timestamp":"2026-01-02T03:04:05Z","source":"user","message":[{"type":"text","text":"Look"},{"type":"image","source":{"media_type":"image/png","path":"a.png"}},{"type":"text","text":"here"}]},
          {"step_id":3,"source":"agent","model_name":"gpt-5-mini","reasoning_effort":"high","message":"","reasoning_content":"Hm.","llm_call_count":2,
           "tool_calls":[{"tool_call_id":"c1","function_name":"delegate","arguments":{"task":"x"},"extra":{"mcp":true}}],
           "observation":{"results":[{"source_call_id":"c1","content":"done","subagent_trajectory_ref":[{"trajectory_id":"sub-1","session_id":"run-9","extra":{"why":"y"}}],"extra":{"score":0.5}}]},
           "metrics":{"prompt_tokens":100,"completion_tokens":7,"cached_tokens":60,"cost_usd":0.01,"logprobs":[-0.5],"extra":{"reasoning_tokens":3}}},
          {"step_id":4,"source":"agent","message":"Copied.","is_copied_context":true,"metrics":{"prompt_tokens":50,"completion_tokens":5}}],
         "notes":"n","final_metrics":{"total_prompt_tokens":100,"total_completion_tokens":7,"total_cached_tokens":60,"total_cost_usd":0.25,"total_steps":4,"extra":{"z":1}},
         "continued_trajectory_ref":"next.json","extra":{"harbor":{"job":1}},
         "subagent_trajectories":[{"schema_version":"ATIF-v1.7","trajectory_id":"sub-1","agent":{"name":"helper","version":"1"},"notes":"inner",
          "steps":[{"step_id":1,"source":"user","message":"x"},{"step_id":2,"source":"agent","message":"y","metrics":{"prompt_tokens":10,"completion_tokens":1}}],
          "final_metrics":{"total_prompt_tokens":10,"total_completion_tokens":1,"total_cached_tokens":0,"total_steps":2}}]}
        """;

    [Fact]
    public void A_document_of_somebody_else_comes_back_whole()
    {
        var record = Exchanged.ComesBack(ExchangeFormat.Atif, Foreign);
        Assert.Equal("run-9", record.SessionId);
        Assert.Equal(6, record.Steps.Count);
        Assert.Equal("Look\nhere", record.Steps[1].Content);
        Assert.Equal((40, 7, 60), (record.Steps[2].TokenUsage.InputTokens, record.Steps[2].TokenUsage.OutputTokens, record.Steps[2].TokenUsage.CacheReadTokens));
        Assert.Equal(("done", "c1"), (record.Steps[2].Observations[0].Content, record.Steps[2].Observations[0].SourceCallId));
        Assert.Equal(("subagent", 3), (record.Steps[3].CallType, record.Steps[3].ParentStep));
        Assert.Equal(0.25, record.Metrics.EstimatedCostUsd);
    }

    [Fact]
    public void Context_copied_from_elsewhere_is_not_counted_again()
    {
        var record = Exchanged.Read(ExchangeFormat.Atif, Foreign);
        Assert.Equal(0, record.Steps[^1].TokenUsage.OutputTokens);
        Assert.Equal(8, record.Steps.Sum(s => s.TokenUsage.OutputTokens));
    }

    [Theory]
    [InlineData("1.0", """{"step_id":1,"source":"agent","message":"m","tool_calls":[{"tool_call_id":"c","function_name":"f","arguments":{}}],"observation":{"results":[{"source_call_id":"c","content":"r"}]}}""")]
    [InlineData("1.2", """{"step_id":1,"source":"system","message":"m","observation":{"results":[{"content":"summary","subagent_trajectory_ref":[{"session_id":"s2"}]}]}}""")]
    [InlineData("1.4", """{"step_id":1,"source":"agent","message":"m","metrics":{"prompt_tokens":3,"completion_tokens":1,"prompt_token_ids":[1,2,3]}}""")]
    [InlineData("1.6", """{"step_id":1,"source":"user","message":[{"type":"text","text":"m"}]}""")]
    public void Older_versions_are_read_and_written_as_the_current_one(string version, string step)
    {
        var json = $$"""{"schema_version":"ATIF-v{{version}}","session_id":"s","agent":{"name":"a","version":"1"},"steps":[{{step}}]}""";
        var record = TraceExchange.Read(ExchangeFormat.Atif, System.Text.Encoding.UTF8.GetBytes(json), out var loss);
        Assert.Equal("m", record.Steps[0].Content);
        var entry = Assert.Single(loss.Entries);
        Assert.Equal(("schema_version", LossKind.Approximated), (entry.Path, entry.Kind));
    }

    [Fact]
    public void A_reference_to_a_session_elsewhere_is_kept()
    {
        var json = """{"schema_version":"ATIF-v1.5","session_id":"s","agent":{"name":"a","version":"1"},"steps":[{"step_id":1,"source":"agent","message":"m","observation":{"results":[{"content":"r","subagent_trajectory_ref":[{"session_id":"s2","trajectory_path":"sub.json"}]}]}}]}""";
        Assert.Equal("sub.json", Exchanged.Read(ExchangeFormat.Atif, json).Steps[0].SubagentTrajectoryRef);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schema_version":"ATIF-v2.0","agent":{"name":"a"},"steps":[]}""")]
    [InlineData("""{"schema_version":"ATIF-v1.7","agent":{},"steps":[]}""")]
    [InlineData("""{"schema_version":"ATIF-v1.7","agent":{"name":"a"},"steps":[1]}""")]
    [InlineData("{\"schema_version\":")]
    public void What_is_no_trajectory_is_refused(string json)
    {
        var error = Assert.Throws<OpenTracesException>(() => Exchanged.Read(ExchangeFormat.Atif, json));
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, error.Code);
    }

    [Fact]
    public void Sub_agents_are_embedded_and_every_token_stands_in_one_document()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var record = SomeRecord.Make(seed);
            if (!record.Steps.Any(s => PromptTokens.Any(s.TokenUsage)))
                continue;
            var sum = Totals(Exchanged.WriteJson(ExchangeFormat.Atif, record));
            Assert.Equal(record.Steps.Where(s => s.Role == StepRole.Agent).Sum(s => s.TokenUsage.OutputTokens), sum.Output);
            Assert.Equal(record.Steps.Where(s => s.Role == StepRole.Agent).Sum(s => s.TokenUsage.InputTokens + s.TokenUsage.CacheReadTokens + s.TokenUsage.CacheWriteTokens), sum.Prompt);
        }
    }

    [Fact]
    public void Only_an_agents_step_has_model_reasoning_calls_and_metrics()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            foreach (var step in Steps(Exchanged.WriteJson(ExchangeFormat.Atif, SomeRecord.Make(seed))))
            {
                var calls = step.TryGetProperty("tool_calls", out var made) ? made.EnumerateArray().Select(c => c.GetProperty("tool_call_id").GetString()).ToList() : [];
                if (step.GetProperty("source").GetString() != "agent")
                    Assert.False(step.TryGetProperty("metrics", out _) || step.TryGetProperty("model_name", out _) || step.TryGetProperty("reasoning_content", out _) || calls.Count > 0);
                if (step.TryGetProperty("observation", out var observation))
                    Assert.All(observation.GetProperty("results").EnumerateArray(), r => Assert.True(!r.TryGetProperty("source_call_id", out var id) || calls.Contains(id.GetString())));
            }
        }
    }

    [Fact]
    public void Totals_of_a_session_whose_steps_tell_no_usage_are_the_records()
    {
        var record = new TraceRecord
        {
            TraceId = "t",
            SessionId = "s",
            Agent = new Agent { Name = "pi", Version = "1" },
            Steps = [new Step { StepIndex = 1, Role = StepRole.Agent, Content = "a" }],
            Metrics = new TraceMetrics { TotalSteps = 1, TotalInputTokens = 10, TotalOutputTokens = 5, TotalCacheReadTokens = 3, TotalCacheCreationTokens = 2 },
        };
        Assert.Equal((15, 5), Totals(Exchanged.WriteJson(ExchangeFormat.Atif, record)));
        Assert.Equal(record.Metrics, Exchanged.Read(ExchangeFormat.Atif, Exchanged.Write(ExchangeFormat.Atif, record).Bytes).Metrics);
    }

    [Fact]
    public void Usage_nobody_told_is_left_out_and_named()
    {
        var record = new TraceRecord
        {
            TraceId = "6f1f0a52-93a8-8c11-9d3e-0123456789ab",
            SessionId = "s",
            Agent = new Agent { Name = "pi", Version = "1" },
            Steps = [new Step { StepIndex = 1, Role = StepRole.Agent, Content = "a" }],
            Metrics = new TraceMetrics { TotalSteps = 1 },
        };
        var totals = Exchanged.WriteJson(ExchangeFormat.Atif, record).GetProperty("final_metrics");
        Assert.Equal(["total_steps"], totals.EnumerateObject().Select(m => m.Name));
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.Atif, record);
        Assert.Equal(
            ["metrics.total_cache_read_tokens", "metrics.total_input_tokens", "metrics.total_output_tokens"],
            loss.Entries.Where(e => e.Kind == LossKind.Approximated).Select(e => e.Path));
        Assert.Equal(record.Metrics, Exchanged.Read(ExchangeFormat.Atif, bytes).Metrics);
        var told = record with { Steps = [record.Steps[0] with { TokenUsage = new TokenUsage { OutputTokens = 1 } }], Metrics = record.Metrics with { TotalOutputTokens = 1 } };
        Assert.DoesNotContain(Exchanged.Write(ExchangeFormat.Atif, told).Loss.Entries, e => e.Kind == LossKind.Approximated);
        Assert.Equal(0, Exchanged.WriteJson(ExchangeFormat.Atif, told).GetProperty("final_metrics").GetProperty("total_prompt_tokens").GetInt64());
    }

    [Fact]
    public void A_version_nobody_said_is_named()
    {
        var record = new TraceRecord { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi" } };
        Assert.Contains(Exchanged.Write(ExchangeFormat.Atif, record).Loss.Entries, e => e is { Path: "agent.version", Kind: LossKind.Approximated });
        Assert.DoesNotContain(Exchanged.Write(ExchangeFormat.Atif, record with { Agent = record.Agent with { Version = "1" } }).Loss.Entries, e => e.Path == "agent.version");
    }

    private static (long Prompt, long Output) Totals(JsonElement trajectory)
    {
        var metrics = trajectory.GetProperty("final_metrics");
        var (prompt, output) = (Count("total_prompt_tokens"), Count("total_completion_tokens"));
        if (trajectory.TryGetProperty("subagent_trajectories", out var children))
        {
            foreach (var child in children.EnumerateArray().Select(Totals))
                (prompt, output) = (prompt + child.Prompt, output + child.Output);
        }

        return (prompt, output);

        long Count(string name) => metrics.TryGetProperty(name, out var count) ? count.GetInt64() : 0;
    }

    private static IEnumerable<JsonElement> Steps(JsonElement trajectory) => trajectory.GetProperty("steps").EnumerateArray()
        .Concat(trajectory.TryGetProperty("subagent_trajectories", out var children) ? children.EnumerateArray().SelectMany(Steps) : []);
}
