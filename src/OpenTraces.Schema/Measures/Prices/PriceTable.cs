namespace OpenTraces.Schema;

/// <summary>What models cost, by date. Facts in a file, not in code: a host may bring its own.</summary>
/// <remarks>
/// Guarantees: (1) a model, a date or a kind of token that no row names has no price, never that of a similar one;
/// (2) sums are exact decimals, rounded once at the end, so the order of steps does not matter; (3) a table never changes.
/// The form of the file: <c>docs/tokens.md</c>.
/// </remarks>
public sealed class PriceTable
{
    /// <summary>Decimals of a sum of money in US dollars.</summary>
    public const int Decimals = 6;

    private readonly Dictionary<string, List<PriceRow>> _byName;
    private readonly List<(string Prefix, PriceRow Row)> _byPrefix;

    internal PriceTable(string date, IReadOnlyList<PriceRow> rows)
    {
        Date = date;
        _byName = new(StringComparer.Ordinal);
        _byPrefix = [];
        foreach (var row in rows)
        {
            foreach (var pattern in row.Models)
                Add(pattern, row);
        }

        _byPrefix.Sort(static (a, b) => b.Prefix.Length.CompareTo(a.Prefix.Length));
    }

    /// <summary>The table of this library. A price it does not hold is one that could not be proved when it was made.</summary>
    public static PriceTable BuiltIn { get; } = PriceTableJson.ReadBuiltIn();

    /// <summary>The day the table was made, as it says itself (<c>2026-11-25</c>).</summary>
    public string Date { get; }

    /// <summary>Reads a table.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: it has not the form of one.</exception>
    public static PriceTable Parse(ReadOnlyMemory<byte> utf8) => PriceTableJson.Read(utf8);

    /// <summary>
    /// What the steps cost together. <see cref="TraceCost.Usd"/> is null unless every step that used tokens has a price.
    /// </summary>
    /// <param name="steps">Steps with their usage; a step without a time has the price of undated rows only.</param>
    /// <param name="sessionModel">Stands in for a step that names no model.</param>
    public TraceCost CostOf(IReadOnlyList<Step> steps, string? sessionModel = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var totals = new StepTotals(this);
        for (var i = 0; i < steps.Count; i++)
            totals.Add(steps[i]);
        return totals.ToCost(sessionModel);
    }

    /// <summary>What one call of a model cost, in US dollars, not rounded; null when a price is missing. No tokens cost nothing.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="model">The model's name, with or without its provider (<c>anthropic/claude-opus-4-5</c>).</param>
    /// <param name="timestamp">When, in ISO 8601; its date in UTC chooses among dated rows.</param>
    public decimal? CostOf(TokenUsage usage, string? model, string? timestamp)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (IsFree(usage))
            return 0m;
        return model is null ? null : CostOn(DateOf(timestamp), usage, model);
    }

    internal static bool IsFree(TokenUsage usage) =>
        usage is { InputTokens: <= 0, OutputTokens: <= 0, CacheReadTokens: <= 0, CacheWriteTokens: <= 0 };

    internal decimal? CostOn(DateOnly? date, TokenUsage usage, string model) => Find(model, date)?.CostOf(usage);

    private PriceRow? Find(string model, DateOnly? date)
    {
        var slash = model.LastIndexOf('/');
        var provider = slash < 0 ? null : model[..slash];
        var name = slash < 0 ? model : model[(slash + 1)..];
        if (_byName.TryGetValue(name, out var rows))
            return rows.Find(row => row.IsFor(provider, date));
        foreach (var (prefix, row) in _byPrefix)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && row.IsFor(provider, date))
                return row;
        }

        return null;
    }

    private void Add(string pattern, PriceRow row)
    {
        if (pattern.EndsWith('*'))
            _byPrefix.Add((pattern[..^1], row));
        else if (_byName.TryGetValue(pattern, out var rows))
            rows.Add(row);
        else
            _byName.Add(pattern, [row]);
    }

    private static DateOnly? DateOf(string? timestamp) =>
        TraceMeasures.TryTime(timestamp, out var time) ? DateOnly.FromDateTime(time.UtcDateTime) : null;
}
