using System.Text;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Import;
using OpenTraces.Capture.Tests.Harnesses.ClaudeCode;
using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Import;

public sealed class SessionCostTests
{
    private const string Model = "claude-opus-4-5-20251101";

    private readonly ClaudeLines _lines = new();

    [Fact]
    public async Task A_session_that_states_nothing_has_the_tables_cost_and_names_the_table()
    {
        var record = await RecordOfAsync("claude-code", _lines.Assistant("m1", ClaudeLines.Text("a"), ClaudeLines.Usage(1000, 100, 10_000, 2000), model: Model));
        Assert.Equal(0.025, record.Metrics.EstimatedCostUsd);
        Assert.Equal($$"""{"source":"table","table":"{{PriceTable.BuiltIn.Date}}"}""", About(record));
    }

    [Fact]
    public async Task What_is_cached_for_an_hour_costs_more_and_a_fast_call_more_still()
    {
        const string Usage = """{"input_tokens":0,"output_tokens":0,"cache_creation_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000},"speed":""";
        var standard = await RecordOfAsync("claude-code", _lines.Assistant("m1", ClaudeLines.Text("a"), Usage + "\"standard\"}", model: "claude-opus-4-6"));
        Assert.Equal((2000L, null), (standard.Steps[0].TokenUsage.CacheWrite1hTokens, standard.Steps[0].TokenUsage.Speed));
        Assert.Equal(0.02625, standard.Metrics.EstimatedCostUsd);
        var fast = await RecordOfAsync("claude-code", _lines.Assistant("m1", ClaudeLines.Text("a"), Usage + "\"fast\"}", model: "claude-opus-4-6"));
        Assert.Equal("fast", fast.Steps[0].TokenUsage.Speed);
        Assert.Equal(0.1575, fast.Metrics.EstimatedCostUsd);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.5")]
    public async Task What_a_run_states_wins_even_when_it_is_nothing(string cost)
    {
        var record = await RecordOfAsync(
            "claude-code",
            _lines.Assistant("m1", ClaudeLines.Text("a"), ClaudeLines.Usage(1000, 100), model: Model),
            _lines.Line("result", $"\"subtype\":\"success\",\"total_cost_usd\":{cost}"));
        Assert.Equal(double.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), record.Metrics.EstimatedCostUsd);
        Assert.Equal("""{"source":"stated"}""", About(record));
    }

    [Theory]
    [InlineData("\"costUSD\":0.25", 0.5, "stated")]
    [InlineData("", 0.2575, "table")]
    public async Task Calls_that_state_their_cost_count_when_all_of_them_do(string second, double expected, string source)
    {
        var record = await RecordOfAsync(
            "claude-code",
            _lines.Assistant("m1", ClaudeLines.Text("a"), ClaudeLines.Usage(50_000, 100), model: Model, extra: "\"costUSD\":0.25"),
            _lines.Assistant("m2", ClaudeLines.Text("b"), ClaudeLines.Usage(0, 200), model: Model, extra: second));
        Assert.Equal(expected, record.Metrics.EstimatedCostUsd);
        Assert.Contains($"\"source\":\"{source}\"", About(record), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_price_leaves_no_cost_and_is_named()
    {
        var record = await RecordOfAsync(
            "claude-code",
            _lines.Assistant("m1", ClaudeLines.Text("a"), ClaudeLines.Usage(1000, 100), model: Model),
            _lines.Assistant("m2", ClaudeLines.Text("b"), ClaudeLines.Usage(1, 1), model: "claude-mystery-9"));
        Assert.Null(record.Metrics.EstimatedCostUsd);
        Assert.Equal($$"""{"source":null,"table":"{{PriceTable.BuiltIn.Date}}","unpriced_models":["anthropic/claude-mystery-9"]}""", About(record));
    }

    [Fact]
    public async Task A_session_that_used_nothing_says_nothing_of_cost()
    {
        var record = await RecordOfAsync("claude-code", _lines.User("hello"));
        Assert.Null(record.Metrics.EstimatedCostUsd);
        Assert.False(record.Metadata.TryGetMember("cost"u8, out _));
    }

    [Theory]
    [InlineData("0.25", 0.5, "stated")]
    [InlineData("0", null, null)]
    public async Task Pi_states_every_calls_cost_and_zero_is_none(string second, double? expected, string? source)
    {
        var record = await RecordOfAsync(
            "pi", Header, User("u1", null, "x"),
            Assistant("a1", "u1", """{"type":"text","text":"y"}""", Usage(10, 5, 0, 0, "0.25")),
            Assistant("a2", "a1", """{"type":"text","text":"z"}""", Usage(10, 5, 0, 0, second)));
        Assert.Equal(expected, record.Metrics.EstimatedCostUsd);
        Assert.StartsWith(source is null ? "{\"source\":null" : "{\"source\":\"stated\"}", About(record), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_call_of_pi_without_a_cost_leaves_the_table_to_say()
    {
        var record = await RecordOfAsync(
            "pi", Header, User("u1", null, "x"),
            Assistant("a1", "u1", """{"type":"text","text":"y"}""", Usage(10, 5, 0, 0, "0.25")),
            Assistant("a2", "a1", """{"type":"text","text":"z"}""", """{"input":1,"output":1}"""));
        Assert.Null(record.Metrics.EstimatedCostUsd);
        Assert.Contains("anthropic/m-1", About(record), StringComparison.Ordinal);
    }

    private static string About(TraceRecord record) =>
        record.Metadata.TryGetMember("cost"u8, out var about) ? about.ToString() : "";

    private static async Task<TraceRecord> RecordOfAsync(string harness, params string[] lines)
    {
        var parser = new HarnessCatalog().Named(harness);
        var session = new SessionCollector();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        var header = await parser.ParseAsync(new SessionSource { FileName = "s.jsonl", Content = content }, session);
        return TraceAssembly.Build(header, session, parser, []).Record;
    }
}
