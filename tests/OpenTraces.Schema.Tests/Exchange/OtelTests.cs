using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class OtelTests
{
    [Fact]
    public void Ids_numbers_and_enums_are_spelled_as_OTLP_spells_them()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var record = SomeRecord.Make(seed);
            var spans = Spans(Exchanged.WriteJson(ExchangeFormat.OpenTelemetry, record));
            var ids = spans.ConvertAll(s => s.GetProperty("spanId").GetString()!);
            Assert.Equal(ids.Count, ids.Distinct().Count());
            foreach (var span in spans)
            {
                Assert.Matches("^[0-9a-f]{32}$", span.GetProperty("traceId").GetString()!);
                Assert.Matches("^[0-9a-f]{16}$", span.GetProperty("spanId").GetString()!);
                Assert.Equal(JsonValueKind.Number, span.GetProperty("kind").ValueKind);
                var (start, end) = (ulong.Parse(span.GetProperty("startTimeUnixNano").GetString()!, null), ulong.Parse(span.GetProperty("endTimeUnixNano").GetString()!, null));
                Assert.True(start <= end);
                if (span.TryGetProperty("parentSpanId", out var parent))
                    Assert.Contains(parent.GetString(), ids);
            }

            Assert.Single(spans, s => !s.TryGetProperty("parentSpanId", out _));
        }
    }

    [Fact]
    public void Usage_stands_on_model_calls_alone_and_adds_up()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var record = SomeRecord.Make(seed);
            var spans = Spans(Exchanged.WriteJson(ExchangeFormat.OpenTelemetry, record));
            var counted = spans.Where(s => Attribute(s, "gen_ai.usage.output_tokens") is not null).ToList();
            Assert.All(counted, s => Assert.Equal("chat", Attribute(s, "gen_ai.operation.name")));
            Assert.Equal(
                record.Steps.Where(s => s.Role == StepRole.Agent).Sum(s => s.TokenUsage.OutputTokens),
                counted.Sum(s => long.Parse(Attribute(s, "gen_ai.usage.output_tokens")!, null)));
        }
    }

    [Fact]
    public void Results_are_input_of_the_next_model_call_and_the_report_says_that_input_is_the_new_part()
    {
        var call = new ToolCall { ToolCallId = "c1", ToolName = "ls" };
        var record = new TraceRecord
        {
            TraceId = "t",
            SessionId = "s",
            Agent = new Agent { Name = "pi" },
            Steps =
            [
                new Step { StepIndex = 1, Role = StepRole.User, Content = "Hi" },
                new Step { StepIndex = 2, Role = StepRole.Agent, ToolCalls = [call], Observations = [new Observation { SourceCallId = "c1", Content = "a.txt" }] },
                new Step { StepIndex = 3, Role = StepRole.User, Content = "And?" },
                new Step { StepIndex = 4, Role = StepRole.Agent, Content = "Done." },
            ],
        };
        var (bytes, loss) = Exchanged.Write(ExchangeFormat.OpenTelemetry, record);
        var chats = Spans(Exchanged.Parse(bytes)).Where(s => Attribute(s, "gen_ai.operation.name") == "chat").ToList();
        using var input = JsonDocument.Parse(Attribute(chats[1], "gen_ai.input.messages")!);
        Assert.Equal(["tool", "user"], input.RootElement.EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal("""{"type":"tool_call_response","id":"c1","response":"a.txt"}""", input.RootElement[0].GetProperty("parts")[0].GetRawText());
        Assert.Equal(record.Steps.Count, Exchanged.Read(ExchangeFormat.OpenTelemetry, bytes).Steps.Count);
        Assert.Contains(loss.Entries, e => e is { Path: "steps[]", Kind: LossKind.Approximated, Count: 1 });
    }

    [Fact]
    public void A_step_without_a_time_takes_the_one_before_it()
    {
        var times = new OtelTimes([Said(null), Said("1970-01-01T00:00:01.5Z"), Said("not a time"), Said("1970-01-01T00:00:03+00:00")], null);
        Assert.Equal([1_500_000_000, 1_500_000_000, 1_500_000_000, 3_000_000_000], Enumerable.Range(0, 4).Select(i => times[i]));
        Assert.Equal(0, new OtelTimes([Said(null)], "never")[0]);
        Assert.Equal("1970-01-01T00:00:01.5Z", OtelTimes.ToText("1500000000"));
    }

    [Fact]
    public void Spans_of_another_instrumentation_are_read()
    {
        var record = Exchanged.Read(ExchangeFormat.OpenTelemetry,
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
             {"traceId":"0123456789abcdef0123456789abcdef","spanId":"00000000000000a1","name":"invoke_agent Helper","kind":1,"startTimeUnixNano":"1000000000","endTimeUnixNano":"9000000000",
              "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},{"key":"gen_ai.agent.name","value":{"stringValue":"Helper"}},{"key":"gen_ai.conversation.id","value":{"stringValue":"conv"}}]},
             {"traceId":"0123456789abcdef0123456789abcdef","spanId":"00000000000000a3","parentSpanId":"00000000000000a1","name":"chat","kind":3,"startTimeUnixNano":"5000000000","endTimeUnixNano":"6000000000",
              "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"30"}},{"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":20}},
               {"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]},{\"role\":\"assistant\",\"parts\":[]},{\"role\":\"tool\",\"parts\":[]}]"}},
               {"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Bye\"}],\"finish_reason\":\"stop\"}]"}}]},
             {"traceId":"0123456789abcdef0123456789abcdef","spanId":"00000000000000a2","parentSpanId":"00000000000000a1","name":"chat gpt-5","kind":3,"startTimeUnixNano":"2000000000","endTimeUnixNano":"3000000000",
              "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-5"}},
               {"key":"gen_ai.input.messages","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"role","value":{"stringValue":"user"}},{"key":"parts","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"type","value":{"stringValue":"text"}},{"key":"content","value":{"stringValue":"Hi"}}]}}]}}}]}}]}}},
               {"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"ls\",\"arguments\":{\"a\":1}}],\"finish_reason\":\"tool_call\"}]"}}]},
             {"traceId":"0123456789abcdef0123456789abcdef","spanId":"00000000000000a4","parentSpanId":"00000000000000a2","name":"execute_tool ls","kind":1,"startTimeUnixNano":"3000000000","endTimeUnixNano":"4000000000",
              "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},{"key":"gen_ai.tool.call.id","value":{"stringValue":"c1"}},{"key":"gen_ai.tool.name","value":{"stringValue":"ls"}},{"key":"gen_ai.tool.call.result","value":{"stringValue":"a.txt"}},{"key":"error.type","value":{"stringValue":"timeout"}}]}
            ]}]}]}
            """);
        Assert.Equal("01234567-89ab-cdef-0123-456789abcdef", record.TraceId);
        Assert.Equal(("Helper", "conv"), (record.Agent.Name, record.SessionId));
        Assert.Equal([("user", "Hi"), ("agent", null), ("agent", "Bye")], record.Steps.Select(s => (s.Role, s.Content)));
        Assert.Equal(("openai/gpt-5", "1970-01-01T00:00:03Z"), (record.Steps[1].Model, record.Steps[1].Timestamp));
        Assert.Equal(("a.txt", "timeout"), (record.Steps[1].Observations[0].Content, record.Steps[1].Observations[0].Error));
        Assert.Equal((10, 20), (record.Steps[2].TokenUsage.InputTokens, record.Steps[2].TokenUsage.CacheReadTokens));
    }

    private static Step Said(string? time) => new() { StepIndex = 1, Role = StepRole.User, Timestamp = time };

    private static List<JsonElement> Spans(JsonElement document) => [.. document.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray()];

    private static string? Attribute(JsonElement span, string key) => span.GetProperty("attributes").EnumerateArray()
        .Where(a => a.GetProperty("key").GetString() == key)
        .Select(a => a.GetProperty("value").EnumerateObject().First().Value.GetString()).FirstOrDefault();
}
