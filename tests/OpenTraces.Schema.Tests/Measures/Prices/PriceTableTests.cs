using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Measures.Prices;

public sealed class PriceTableTests
{
    private const string Day = "2026-05-01T10:00:00Z";

    private static readonly TokenUsage Some = new() { InputTokens = 1_000_000, OutputTokens = 100_000 };

    [Theory]
    [InlineData("claude-opus-4-5-20251101", "7.5")]
    [InlineData("anthropic/claude-opus-4-5", "7.5")]
    [InlineData("anthropic/claude-haiku-4-5-20251001", "1.5")]
    [InlineData("openai/gpt-5.1-codex", "2.25")]
    public void A_known_model_is_priced_with_or_without_its_provider(string model, string usd) =>
        Assert.Equal(decimal.Parse(usd, CultureInfo.InvariantCulture), PriceTable.BuiltIn.CostOf(Some, model, Day));

    [Theory]
    [InlineData("claude-opus-4-99")]
    [InlineData("claude-opus-4-6-thinking")]
    [InlineData("bedrock/claude-opus-4-5")]
    [InlineData("gpt-5.3-codex-spark")]
    [InlineData("Claude-Opus-4-5")]
    [InlineData("")]
    [InlineData(null)]
    public void A_model_no_row_names_has_no_price_of_a_similar_one(string? model) =>
        Assert.Null(PriceTable.BuiltIn.CostOf(Some, model, Day));

    [Fact]
    public void Every_kind_of_token_has_its_own_price()
    {
        var usage = new TokenUsage
        {
            InputTokens = 1000,
            OutputTokens = 100,
            CacheReadTokens = 10_000,
            CacheWriteTokens = 3000,
            CacheWrite1hTokens = 2000,
        };
        Assert.Equal(0.005m + 0.0025m + 0.005m + 0.00625m + 0.02m, PriceTable.BuiltIn.CostOf(usage, "claude-opus-4-5", Day));
    }

    [Fact]
    public void No_tokens_cost_nothing_whatever_the_model() => Assert.Equal(0m, PriceTable.BuiltIn.CostOf(new TokenUsage(), "<synthetic>", null));

    [Fact]
    public void A_kind_of_token_without_a_price_leaves_the_call_without_one() =>
        Assert.Null(PriceTable.BuiltIn.CostOf(new TokenUsage { InputTokens = 1, CacheWriteTokens = 1 }, "gpt-5", Day));

    [Theory]
    [InlineData(200_000, "0.6")]
    [InlineData(200_001, "1.200006")]
    public void A_long_call_is_dearer_as_a_whole(long input, string usd) =>
        Assert.Equal(decimal.Parse(usd, CultureInfo.InvariantCulture), PriceTable.BuiltIn.CostOf(new TokenUsage { InputTokens = input }, "claude-sonnet-4-5", Day));

    [Fact]
    public void What_was_read_from_a_cache_makes_a_call_long_too() =>
        Assert.Equal(0.000006m + 0.12m, PriceTable.BuiltIn.CostOf(new TokenUsage { InputTokens = 1, CacheReadTokens = 200_000 }, "claude-sonnet-4-5", Day));

    [Theory]
    [InlineData("fast", "30")]
    [InlineData("turbo", null)]
    public void A_service_level_has_its_factor_or_no_price(string speed, string? usd) =>
        Assert.Equal(
            usd is null ? null : decimal.Parse(usd, CultureInfo.InvariantCulture),
            PriceTable.BuiltIn.CostOf(new TokenUsage { InputTokens = 1_000_000, Speed = speed }, "claude-opus-4-6", Day));

    [Theory]
    [InlineData("2026-08-31T23:59:59Z", "2")]
    [InlineData("2026-09-01T01:30:00+02:00", "2")]
    [InlineData("2026-09-01T00:00:00Z", "3")]
    [InlineData(null, null)]
    [InlineData("yesterday", null)]
    public void The_day_in_utc_chooses_among_dated_rows(string? time, string? usd) =>
        Assert.Equal(
            usd is null ? null : decimal.Parse(usd, CultureInfo.InvariantCulture),
            PriceTable.BuiltIn.CostOf(new TokenUsage { InputTokens = 1_000_000 }, "claude-sonnet-5", time));

    [Fact]
    public void One_call_without_a_price_leaves_the_session_without_a_cost()
    {
        var cost = PriceTable.BuiltIn.CostOf([Step("gpt-5", Some), Step("mystery-2", Some), Step("mystery-1", Some), Step(null, Some)]);
        Assert.Null(cost.Usd);
        Assert.Equal(["", "mystery-1", "mystery-2"], cost.UnpricedModels);
    }

    [Fact]
    public void A_step_without_a_model_is_the_sessions() =>
        Assert.Equal(2.25m, PriceTable.BuiltIn.CostOf([Step(null, Some)], "openai/gpt-5").Usd);

    [Fact]
    public void A_sum_is_exact_and_rounded_once()
    {
        // A third of a micro-dollar a call would vanish if each call were rounded.
        var call = new TokenUsage { CacheReadTokens = 1 };
        Assert.Equal(0.000125m, PriceTable.BuiltIn.CostOf([.. Enumerable.Repeat(Step("gpt-5", call), 1000)]).Usd);
    }

    [Fact]
    public void A_sum_does_not_depend_on_the_order_of_its_steps() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(PositiveInt, NonNegativeInt, bool)[]>(), calls =>
        {
            var steps = calls.Select(c => Step(
                c.Item3 ? "gpt-5" : "claude-opus-4-5",
                new TokenUsage { InputTokens = c.Item1.Get, OutputTokens = c.Item2.Get, CacheReadTokens = c.Item1.Get * 7L })).ToList();
            var one = PriceTable.BuiltIn.CostOf(steps).Usd;
            steps.Reverse();
            return one == PriceTable.BuiltIn.CostOf(steps).Usd
                && one == decimal.Round(steps.Sum(s => PriceTable.BuiltIn.CostOf(s.TokenUsage, s.Model, null)!.Value), 6);
        }));

    [Fact]
    public void No_number_of_tokens_is_too_large()
    {
        var huge = new TokenUsage { InputTokens = long.MaxValue, OutputTokens = long.MaxValue, CacheReadTokens = long.MaxValue, CacheWriteTokens = long.MaxValue };
        Assert.True(PriceTable.BuiltIn.CostOf([Step("claude-opus-4-5", huge), Step("claude-opus-4-5", huge with { OutputTokens = -1 })]).Usd > 1e14m);
    }

    [Fact]
    public void A_host_brings_its_own_table()
    {
        var table = PriceTable.Parse(Table("""{"provider":"me","models":["own-*"],"input":1.5,"output":2}"""));
        Assert.Equal("2030-01-01", table.Date);
        Assert.Equal(1.5m + 0.2m, table.CostOf(Some, "own-model", null));
        Assert.Null(table.CostOf(Some, "gpt-5", null));
    }

    [Theory]
    [InlineData("""{"provider":"me","models":["m"],"input":1,"output":2,"cache_raed":1}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":-1,"output":2}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":1e9,"output":2}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":"1","output":2}""")]
    [InlineData("""{"provider":"me","models":["m"],"output":2}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":1,"output":2,"from":"soon"}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":1,"output":2,"from":null}""")]
    [InlineData("""{"provider":"me","models":[7],"input":1,"output":2}""")]
    [InlineData("""{"provider":"me","models":["m"],"input":1,"output":2,"above":{"input":1,"output":2}}""")]
    [InlineData("7")]
    [InlineData("{")]
    public void A_slip_in_a_table_is_refused(string row) =>
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, Assert.Throws<OpenTracesException>(() => PriceTable.Parse(Table(row))).Code);

    /// <summary>
    /// Records hold costs by this table. When it changes, the same bytes give another record: raise the version of every
    /// parser, then write the new digest here.
    /// </summary>
    [Fact]
    public void The_built_in_table_is_the_one_the_parsers_versions_stand_for()
    {
        var text = File.ReadAllText(TestKit.Repository.PathOf("src", "OpenTraces.Schema", "Measures", "Prices", "prices.json"));
        var digest = ContentHash.Of(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))).ToString();
        Assert.Equal("3dbd85c56d1ab151065e8d7d0ba1fc9cc1ab0f4b58468ead0a225b1fe5a6a69e", digest);
        Assert.Contains($"\"date\": \"{PriceTable.BuiltIn.Date}\"", text, StringComparison.Ordinal);
    }

    private static byte[] Table(string row) => Encoding.UTF8.GetBytes(
        """{"date":"2030-01-01","currency":"USD","per_tokens":1000000,"sources":[],"prices":[""" + row + "]}");

    private static Step Step(string? model, TokenUsage usage) =>
        new() { StepIndex = 1, Role = StepRole.Agent, Model = model, Timestamp = Day, TokenUsage = usage };
}
