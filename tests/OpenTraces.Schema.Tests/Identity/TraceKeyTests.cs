using Xunit;

namespace OpenTraces.Schema.Tests.Identity;

public sealed class TraceKeyTests
{
    private static readonly ContentHash FirstEntry = ContentHash.Of("{\"a\":1}"u8);

    [Theory]
    [InlineData("claude-code", "s-1", null, "191b13ee-66a3-84bd-9c51-85db93afbfd6")]
    [InlineData("codex-cli", "sé☃", "agent-7", "3de4bd84-e42a-8721-8f3f-f7e416bd4479")]
    public void The_golden_ids_hold(string agent, string session, string? subAgent, string expected)
    {
        var key = new TraceKey { Agent = agent, SessionId = session, SubAgentId = subAgent, FirstEntry = FirstEntry };
        Assert.Equal(expected, key.ToTraceId().ToString());
        Assert.Equal(8, key.ToTraceId().ToGuid().Version);
    }

    [Fact]
    public void Every_part_counts()
    {
        var key = new TraceKey { Agent = "pi", SessionId = "s", FirstEntry = FirstEntry };
        TraceKey[] others =
        [
            key,
            key with { Agent = "hermes-agent" },
            key with { SessionId = "t" },
            key with { SubAgentId = "a" },
            key with { FirstEntry = ContentHash.Of("{}"u8) },
        ];
        Assert.Equal(others.Length, others.Select(other => other.ToTraceId()).Distinct().Count());
    }
}
