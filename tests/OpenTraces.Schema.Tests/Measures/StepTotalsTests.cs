using Xunit;

namespace OpenTraces.Schema.Tests.Measures;

public sealed class StepTotalsTests
{
    [Fact]
    public void Usage_that_names_no_model_is_priced_once_the_session_s_is_known()
    {
        var totals = new StepTotals(PriceTable.BuiltIn);
        totals.Add(Used(1_000_000, "claude-opus-4-5"));
        totals.Add(Used(1_000_000, null));

        Assert.Null(totals.ToCost(null).Usd);
        Assert.Equal([""], totals.ToCost(null).UnpricedModels);
        Assert.Equal(2 * PriceTable.BuiltIn.CostOf(Used(1_000_000, null).TokenUsage, "claude-opus-4-5", null), totals.ToCost("claude-opus-4-5").Usd);
        Assert.Equal(["no-such-model"], totals.ToCost("no-such-model").UnpricedModels);
    }

    [Fact]
    public void A_step_without_usage_needs_no_price()
    {
        var totals = new StepTotals(PriceTable.BuiltIn);
        totals.Add(Used(0, "no-such-model"));
        totals.Add(Used(0, null));

        Assert.Equal(2, totals.Count);
        Assert.False(totals.HasUsage);
        Assert.Equal(0m, totals.ToCost(null).Usd);
    }

    [Fact]
    public void Totals_without_prices_refuse_to_name_a_cost() =>
        Assert.Throws<InvalidOperationException>(() => new StepTotals().ToCost(null));

    private static Step Used(long input, string? model) => new()
    {
        StepIndex = 1,
        Role = StepRole.Agent,
        Model = model,
        TokenUsage = new TokenUsage { InputTokens = input },
    };
}
