using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class MessageTests
{
    [Fact]
    public void The_prompt_of_the_first_answer_stands_before_the_ask()
    {
        var record = new TraceRecord
        {
            TraceId = "11111111-1111-1111-1111-111111111111",
            SessionId = "s",
            Agent = new Agent { Name = "codex-cli" },
            SystemPrompts = new Dictionary<string, string> { ["0123"] = "Be brief." },
            Steps =
            [
                new Step { StepIndex = 1, Role = StepRole.User, Content = "go" },
                new Step { StepIndex = 2, Role = StepRole.Agent, Content = "done", SystemPromptHash = "0123" },
            ],
        };
        var messages = Exchanged.WriteJson(ExchangeFormat.OpenAiMessages, record).GetProperty("messages");
        Assert.Equal(["system", "user", "assistant"], messages.EnumerateArray().Select(static m => m.GetProperty("role").GetString()));
    }

    [Fact]
    public void An_openai_list_of_somebody_else_comes_back_whole()
    {
        var record = Exchanged.ComesBack(ExchangeFormat.OpenAiMessages,
            """
            {"model":"gpt-5","temperature":0.2,"messages":[
             {"role":"system","content":"Be brief."},{"role":"developer","content":"Use tools.","name":"ops"},
             {"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},
             {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"ls","arguments":"{ \"a\": 1 }"}},{"id":"c2","type":"custom","custom":{"name":"apply_patch","input":"*** Begin"}}]},
             {"role":"tool","tool_call_id":"c1","content":"a.txt"},{"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"ok"}]},
             {"role":"assistant","content":"Done.","reasoning_content":"Fine.","annotations":[{"x":1}]}],
             "tools":[{"type":"function","function":{"name":"ls","description":"lists","parameters":{"type":"object"}}}]}
            """);
        Assert.Equal(["system", "user", "agent", "agent"], record.Steps.Select(s => s.Role));
        Assert.Equal("Be brief.", record.SystemPrompts[record.Steps[0].SystemPromptHash!]);
        Assert.Equal(["a.txt", "ok"], record.Steps[2].Observations.Select(o => o.Content));
        Assert.Equal("{ \"a\": 1 }", record.Steps[2].ToolCalls[0].Input.ToString());
    }

    [Fact]
    public void An_anthropic_list_of_somebody_else_comes_back_whole()
    {
        var record = Exchanged.ComesBack(ExchangeFormat.AnthropicMessages,
            """
            {"model":"claude-x","max_tokens":1024,"system":"Be brief.","messages":[
             {"role":"user","content":[{"type":"text","text":"See","cache_control":{"type":"ephemeral"}},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
             {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"abc"},{"type":"text","text":"I look."},{"type":"tool_use","id":"c1","name":"ls","input":{}},{"type":"tool_use","id":"c2","name":"cat","input":{"f":"a"}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"a.txt"}]},{"type":"tool_result","tool_use_id":"c2","content":"no","is_error":true},{"type":"text","text":"And now?"}]},
             {"role":"assistant","content":[{"type":"redacted_thinking","data":"zz"},{"type":"text","text":"Done."}]}],
             "tools":[{"name":"ls","description":"lists","input_schema":{"type":"object"}}]}
            """);
        Assert.Equal(["user", "agent", "user", "agent"], record.Steps.Select(s => s.Role));
        Assert.Equal("tool_error", record.Steps[1].Observations[1].Error);
        Assert.Equal("And now?", record.Steps[2].Content);
    }

    [Theory]
    [InlineData("messages", """[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]""")]
    [InlineData("anthropic-messages", """[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]""")]
    public void A_list_alone_is_read_too(string format, string json) =>
        Assert.Equal(["a", "b"], Exchanged.Read(ExchangeFormat.Find(format), json).Steps.Select(s => s.Content));

    [Fact]
    public void Every_call_of_an_openai_list_has_an_id_of_its_own_and_is_answered_at_once()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var open = new HashSet<string>();
            var taken = new HashSet<string>();
            foreach (var message in Exchanged.WriteJson(ExchangeFormat.OpenAiMessages, SomeRecord.Make(seed)).GetProperty("messages").EnumerateArray())
            {
                if (message.GetProperty("role").GetString() == "tool")
                {
                    Assert.True(open.Remove(message.GetProperty("tool_call_id").GetString()!));
                    continue;
                }

                Assert.Empty(open);
                if (message.TryGetProperty("tool_calls", out var calls))
                    Assert.All(calls.EnumerateArray(), c => Assert.True(taken.Add(c.GetProperty("id").GetString()!) && open.Add(c.GetProperty("id").GetString()!)));
            }

            Assert.Empty(open);
        }
    }

    [Fact]
    public void Every_result_of_an_anthropic_list_stands_right_behind_its_call()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var open = new HashSet<string>();
            foreach (var message in Exchanged.WriteJson(ExchangeFormat.AnthropicMessages, SomeRecord.Make(seed)).GetProperty("messages").EnumerateArray())
            {
                var blocks = message.GetProperty("content") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
                foreach (var block in blocks.Where(b => b.GetProperty("type").GetString() == "tool_result"))
                    Assert.True(open.Remove(block.GetProperty("tool_use_id").GetString()!));
                Assert.Empty(open);
                foreach (var block in blocks.Where(b => b.GetProperty("type").GetString() == "tool_use"))
                {
                    Assert.Matches("^[a-zA-Z0-9_-]+$", block.GetProperty("id").GetString()!);
                    open.Add(block.GetProperty("id").GetString()!);
                }
            }
        }
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("anthropic-messages")]
    public void Steps_of_a_sub_agent_are_not_in_the_list_and_are_named(string format)
    {
        var record = new TraceRecord
        {
            TraceId = "t",
            SessionId = "s",
            Agent = new Agent { Name = "pi" },
            Steps =
            [
                new Step { StepIndex = 1, Role = StepRole.Agent, Content = "main" },
                new Step { StepIndex = 2, Role = StepRole.Agent, Content = "inner", CallType = "subagent", ParentStep = 1 },
                new Step { StepIndex = 3, Role = StepRole.User, Content = "after" },
            ],
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.Find(format), record);
        Assert.Equal(["main", "after"], Exchanged.Read(ExchangeFormat.Find(format), bytes).Steps.Select(s => s.Content));
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].content", Kind: LossKind.Dropped, Count: 1 });
        Assert.DoesNotContain(loss.Entries, e => e is { Path: "steps[].content", Kind: LossKind.Approximated });
    }
}
