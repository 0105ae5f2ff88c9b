using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

/// <summary>What providers refuse is not in a list, and the report names it.</summary>
public sealed class MessageRuleTests
{
    [Fact]
    public void Thinking_without_a_signature_is_not_in_an_anthropic_list_and_is_named()
    {
        var (json, loss) = Write("anthropic-messages", Record(Said("Hi"), Agent(1, "Done.") with { ReasoningContent = "Hm." }));
        Assert.DoesNotContain("thinking", json, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", json, StringComparison.Ordinal);
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].reasoning_content", Kind: LossKind.Dropped, Count: 1 } && e.Reason.Contains("signature", StringComparison.Ordinal));
    }

    [Fact]
    public void Blank_text_is_not_in_an_anthropic_list_and_is_named()
    {
        var (json, loss) = Write("anthropic-messages", Record(Said("Hi"), Agent(2, " \n", "Bash"), Said("  "), Agent(4, null), Said("Go on")));
        var messages = Exchanged.Parse(Encoding.UTF8.GetBytes(json)).GetProperty("messages");
        Assert.Equal(["user", "assistant", "user", "user"], messages.EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal(["tool_use"], messages[1].GetProperty("content").EnumerateArray().Select(b => b.GetProperty("type").GetString()));
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].content", Kind: LossKind.Dropped, Count: 2 } && e.Reason.Contains("blank", StringComparison.Ordinal));
        Assert.Contains(loss.Entries, e => e is { Path: "steps[]", Kind: LossKind.Dropped, Count: 2 });
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(" \n", null)]
    [InlineData(null, null)]
    [InlineData("", "tool_error")]
    [InlineData(null, "tool_error")]
    [InlineData("ok", null)]
    public void A_blank_result_has_no_content_in_an_anthropic_list(string? content, string? error)
    {
        var call = Agent(2, "Run it.", "Bash");
        var record = Record(Said("Hi"), call with { Observations = [new Observation { SourceCallId = call.ToolCalls[0].ToolCallId, Content = content, Error = error }] });
        var (json, loss) = Write("anthropic-messages", record);
        var result = Exchanged.Parse(Encoding.UTF8.GetBytes(json)).GetProperty("messages")[2].GetProperty("content")[0];
        var written = content is null && error is not null ? "[error: tool_error]" : content;
        Assert.Equal(!string.IsNullOrWhiteSpace(written), result.TryGetProperty("content", out var text));
        Assert.Equal(string.IsNullOrWhiteSpace(written) ? null : written, text.ValueKind == System.Text.Json.JsonValueKind.Undefined ? null : text.GetString());
        Assert.Equal(error is not null, result.TryGetProperty("is_error", out _));
        Assert.Equal(content is " \n" || (content is "" && error is null), loss.Entries.Any(e => e is { Path: "steps[].observations[].content", Kind: LossKind.Dropped } && e.Reason.Contains("blank", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_anthropic_list_that_begins_with_an_answer_is_named()
    {
        Assert.Contains(Write("anthropic-messages", Record(Agent(1, "Hi"))).Loss.Entries, e => e is { Path: "steps", Kind: LossKind.Approximated });
        Assert.DoesNotContain(Write("anthropic-messages", Record(Said("Hi"), Agent(2, "Yes"))).Loss.Entries, e => e.Path == "steps");
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("anthropic-messages")]
    public void An_empty_list_is_named(string format) =>
        Assert.Contains(Write(format, Record()).Loss.Entries, e => e is { Path: "steps", Kind: LossKind.Dropped });

    [Theory]
    [InlineData("messages")]
    [InlineData("anthropic-messages")]
    public void Names_of_functions_are_made_fit_and_stay_apart(string format)
    {
        var tools = new[] { "web.run", "web_run", "web/run", "", new string('n', 70), "ok-1" };
        var record = Record([Said("Hi"), .. tools.Select((name, i) => Agent(i + 2, "x", name))]) with
        {
            ToolDefinitions = [RawJson.Parse("""{"name":"web.run","input_schema":{"type":"object"}}""")],
        };
        var (json, loss) = Write(format, record);
        var back = Exchanged.Read(ExchangeFormat.Find(format), json);
        var names = back.Steps.SelectMany(s => s.ToolCalls).Select(c => c.ToolName).ToList();
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", name));
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(("web_run", "ok-1"), (names[1], names[5]));
        Assert.Contains($"\"name\":\"{names[0]}\"", back.ToolDefinitions[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].tool_calls[].tool_name", Kind: LossKind.Renamed, Count: 4 });
    }

    [Fact]
    public void An_openai_answer_without_text_and_calls_is_left_out_and_named()
    {
        var (json, loss) = Write("messages", Record(Said("Hi"), Agent(2, "") with { ReasoningContent = "Hm." }, Agent(3, "Yes") with { ReasoningContent = "So." }));
        Assert.Equal(["Hi", "Yes"], Exchanged.Read(ExchangeFormat.OpenAiMessages, json).Steps.Select(s => s.Content));
        Assert.Contains(loss.Entries, e => e is { Path: "steps[]", Kind: LossKind.Dropped, Count: 1 });
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].reasoning_content", Kind: LossKind.Dropped, Count: 1 });
        Assert.Contains(loss.Entries, e => e is { Path: "steps[].reasoning_content", Kind: LossKind.Carried, Count: 1 });
    }

    [Theory]
    [InlineData("messages", """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"","reasoning_content":"r"},{"role":"assistant","content":""},{"role":"user","content":"b"}]}""")]
    [InlineData("anthropic-messages", """{"messages":[{"role":"user","content":" "},{"role":"assistant","content":""},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"}]},{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}}]}]}""")]
    public void What_somebody_else_wrote_comes_back_even_where_we_would_not_write_it(string format, string json) =>
        Exchanged.ComesBack(ExchangeFormat.Find(format), json);

    [Theory]
    [InlineData("fireworks/accounts/fireworks/models/kimi", "fireworks/accounts/fireworks/models/kimi")]
    [InlineData("openrouter/anthropic/claude-x", "openrouter/anthropic/claude-x")]
    [InlineData("Qwen/Qwen3", "Qwen/Qwen3")]
    [InlineData("anthropic/claude-x", "claude-x")]
    [InlineData("gpt-5", "gpt-5")]
    public void A_model_loses_no_part_of_its_name_however_often_it_is_written(string model, string written)
    {
        foreach (var format in new[] { ExchangeFormat.OpenAiMessages, ExchangeFormat.AnthropicMessages })
        {
            var record = Record(Said("Hi"));
            record = record with { Agent = record.Agent with { Model = model } };
            for (var pass = 0; pass < 3; pass++)
            {
                record = Exchanged.Read(format, Exchanged.Write(format, record).Bytes);
                Assert.Equal(written, record.Agent.Model);
            }
        }
    }

    private static (string Json, LossReport Loss) Write(string format, TraceRecord record)
    {
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.Find(format), record);
        return (Encoding.UTF8.GetString(bytes), loss);
    }

    private static TraceRecord Record(params Step[] steps) => new()
    {
        TraceId = "t",
        SessionId = "s",
        Agent = new Agent { Name = "pi" },
        Steps = [.. steps.Select((s, i) => s with { StepIndex = i + 1 })],
    };

    private static Step Said(string? text) => new() { StepIndex = 1, Role = StepRole.User, Content = text };

    private static Step Agent(int index, string? text, params string[] tools) => new()
    {
        StepIndex = index,
        Role = StepRole.Agent,
        Content = text,
        ToolCalls = [.. tools.Select((name, i) => new ToolCall { ToolCallId = $"c{index}-{i}", ToolName = name })],
        Observations = [.. tools.Select((_, i) => new Observation { SourceCallId = $"c{index}-{i}", Content = "r" })],
    };
}
