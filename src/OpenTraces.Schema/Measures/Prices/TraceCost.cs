namespace OpenTraces.Schema;

/// <summary>What the model calls of a trace cost by a <see cref="PriceTable"/>.</summary>
public sealed record TraceCost
{
    /// <summary>US dollars, six decimals; null when any call has no price: a sum of the others would look like a total.</summary>
    public decimal? Usd { get; init; }

    /// <summary>The models whose calls have no price, in ordinal order; the empty name for calls that name none.</summary>
    public IReadOnlyList<string> UnpricedModels { get; init; } = [];
}
