namespace OpenTraces.Schema;

/// <summary>The prices of some models over some time.</summary>
internal sealed record PriceRow
{
    public required string Provider { get; init; }

    /// <summary>Names; one that ends in <c>*</c> stands for all that begin so.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>First day; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null for always.</summary>
    public DateOnly? To { get; init; }

    public required PriceRates Rates { get; init; }

    /// <summary>What the whole call costs when it was sent more than <see cref="LongInputTokens"/>.</summary>
    public PriceRates? LongRates { get; init; }

    /// <summary>Tokens sent, cached ones included, above which <see cref="LongRates"/> hold.</summary>
    public long LongInputTokens { get; init; }

    /// <summary>Factors on everything, by service level.</summary>
    public IReadOnlyDictionary<string, decimal> Speeds { get; init; } = new Dictionary<string, decimal>();

    public bool IsFor(string? provider, DateOnly? date) =>
        (provider is null || string.Equals(provider, Provider, StringComparison.Ordinal))
        && (From is null || date >= From) && (To is null || date <= To);

    /// <summary>US dollars; null when the row has no price for something that was used.</summary>
    public decimal? CostOf(TokenUsage usage)
    {
        var factor = 1m;
        if (usage.Speed is not null && !Speeds.TryGetValue(usage.Speed, out factor))
            return null;
        var sent = (decimal)Math.Max(0, usage.InputTokens) + Math.Max(0, usage.CacheReadTokens) + Math.Max(0, usage.CacheWriteTokens);
        var rates = LongRates is not null && sent > LongInputTokens ? LongRates : Rates;
        return rates.CostOf(usage) * factor;
    }
}
