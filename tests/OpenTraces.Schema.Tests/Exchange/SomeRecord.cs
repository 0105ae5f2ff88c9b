using System.Globalization;
using System.Text;
using OpenTraces.Schema.Tests.Serialization;

namespace OpenTraces.Schema.Tests.Exchange;

/// <summary>Records of every shape, made from a number: the same number gives the same record.</summary>
internal static class SomeRecord
{
    private static readonly string[] Texts =
    [
        "plain", "two\nlines\r\n", "", " ", "quote \" and \\ back", "snow ☃ and 😀", "nul \0 inside", "tab\t", "<b>&amp;</b>", "null", "[error: x]", "{\"a\":1}",
    ];

    private static readonly string[] Inputs =
    [
        "{}", """{"command":"ls -la"}""", """{"n":1.50,"big":123456789012345678901234567890,"e":"\u00e9","deep":[{"a":[1,[2,{}]]}]}""",
        """{ "spaced" : [ 1 , 2 ] }""", """{"":"","a":null}""",
    ];

    public static TraceRecord Make(int seed, bool subAgents = true, bool broken = false)
    {
        var random = new Random(seed);
        var full = random.Next(3) == 0;
        var record = full ? Json.Parse(SampleRecord.Json) with { Unknown = [], Steps = [] } : new TraceRecord
        {
            TraceId = new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("D"),
            SessionId = "session-" + random.Next(9),
            Agent = new Agent { Name = "codex-cli", Version = random.Next(2) == 0 ? null : "1.2.3", Model = random.Next(2) == 0 ? null : "openai/gpt-5" },
        };
        var steps = new List<Step>();
        var count = random.Next(0, 9);
        for (var i = 1; i <= count; i++)
            steps.Add(Step(random, i, steps, subAgents, broken));
        return record with
        {
            SystemPrompts = random.Next(2) == 0 ? record.SystemPrompts : new Dictionary<string, string> { ["0123"] = "You are helpful.", ["k2"] = Text(random, broken) },
            Steps = steps,
            Metrics = random.Next(2) == 0 ? TraceMeasures.Of(steps) : record.Metrics with { EstimatedCostUsd = 0.25, TotalSteps = count },
            Metadata = RawJson.Parse(random.Next(2) == 0 ? "{}" : """{"project":"/home/me","pi":{"branches":[1,2.0]}}"""),
            TimestampStart = random.Next(2) == 0 ? null : "2026-05-01T10:00:00Z",
        };
    }

    private static Step Step(Random random, int index, List<Step> before, bool subAgents, bool broken)
    {
        var role = random.Next(4) switch { 0 => StepRole.User, 1 when random.Next(3) == 0 => StepRole.System, _ => StepRole.Agent };
        var agent = role == StepRole.Agent;
        var parent = subAgents && before.Count > 0 && random.Next(3) == 0 ? random.Next(1, before.Count + 1) : (int?)null;
        var calls = new List<ToolCall>();
        for (var i = agent ? random.Next(4) : 0; i > 0; i--)
        {
            calls.Add(new ToolCall
            {
                ToolCallId = random.Next(8) == 0 ? "call 1/é" : string.Create(CultureInfo.InvariantCulture, $"call_{index}_{i}"),
                ToolName = random.Next(3) == 0 ? "Task" : "Bash",
                Input = RawJson.Parse(random.Next(12) == 0 ? "\"text\"" : Inputs[random.Next(Inputs.Length)]),
                DurationMs = random.Next(2) == 0 ? null : random.Next(5000),
            });
        }

        return new Step
        {
            StepIndex = index,
            Role = role,
            Content = random.Next(4) == 0 ? null : Text(random, broken),
            ReasoningContent = agent && random.Next(2) == 0 ? Text(random, broken) : null,
            Model = agent && random.Next(2) == 0 ? "anthropic/claude-x" : null,
            SystemPromptHash = random.Next(3) == 0 ? "0123" : null,
            AgentRole = parent is null ? null : "explore",
            ParentStep = parent,
            CallType = parent is null ? random.Next(2) == 0 ? "main" : null : "subagent",
            SubagentTrajectoryRef = random.Next(6) == 0 ? "sub-1" : null,
            ToolsAvailable = [.. calls.Select(c => c.ToolName).Distinct()],
            ToolCalls = calls,
            Observations = Results(random, calls, broken),
            Snippets = random.Next(4) == 0 ? [new Snippet { FilePath = "a.cs", StartLine = 1, Text = Text(random, broken) }] : [],
            TokenUsage = agent && random.Next(3) > 0
                ? new TokenUsage { InputTokens = random.Next(100), OutputTokens = random.Next(100), CacheReadTokens = random.Next(3) * 50, CacheWriteTokens = random.Next(2) * 7, PrefixReuseTokens = random.Next(2) }
                : new TokenUsage(),
            Timestamp = random.Next(4) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"2026-05-01T10:{index:D2}:00.{random.Next(1000):D3}Z"),
            ContextNodeId = random.Next(4) == 0 ? "sha256:ab" : null,
            Unknown = random.Next(6) == 0 ? [new UnknownMember { Name = RawJson.Parse("\"x_more\""), Value = RawJson.Parse("""{"b" : [1]}""") }] : [],
        };
    }

    private static List<Observation> Results(Random random, List<ToolCall> calls, bool broken)
    {
        var results = new List<Observation>();
        foreach (var call in calls.Where(_ => random.Next(5) > 0))
        {
            results.Insert(random.Next(4) == 0 ? 0 : results.Count, new Observation
            {
                SourceCallId = random.Next(15) == 0 ? "nobody" : call.ToolCallId,
                Content = random.Next(5) == 0 ? null : Text(random, broken),
                OutputSummary = random.Next(5) == 0 ? "short" : null,
                Error = random.Next(4) == 0 ? "exit_code:1" : null,
            });
        }

        return results;
    }

    private static string Text(Random random, bool broken)
    {
        var text = new StringBuilder(Texts[random.Next(Texts.Length)]);
        if (random.Next(3) == 0)
            text.Append(Texts[random.Next(Texts.Length)]);
        if (broken && random.Next(2) == 0)
            text.Insert(random.Next(text.Length + 1), '\uD83D');
        return text.ToString();
    }
}
