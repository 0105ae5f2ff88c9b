namespace OpenTraces.Schema;

/// <summary>US dollars for a million tokens of each kind; null where no price is known.</summary>
internal sealed record PriceRates
{
    private const decimal Per = 1_000_000m;

    public required decimal Input { get; init; }

    public required decimal Output { get; init; }

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite5m { get; init; }

    public decimal? CacheWrite1h { get; init; }

    /// <summary>US dollars; null when something was used that has no price.</summary>
    public decimal? CostOf(TokenUsage usage)
    {
        var written = Math.Max(0, usage.CacheWriteTokens);
        var writtenFor1h = Math.Clamp(usage.CacheWrite1hTokens, 0, written);
        return Of(usage.InputTokens, Input) + Of(usage.OutputTokens, Output) + Of(usage.CacheReadTokens, CacheRead)
            + Of(written - writtenFor1h, CacheWrite5m) + Of(writtenFor1h, CacheWrite1h);
    }

    private static decimal? Of(long tokens, decimal? price) => tokens <= 0 ? 0m : tokens / Per * price;
}
