namespace OpenTraces.Schema;

/// <summary>
/// Totals of steps that come one after the other, where a trace is too large to hold them: what
/// <see cref="TraceMeasures.Of"/> and <see cref="PriceTable.CostOf(IReadOnlyList{Step}, string?)"/> say of the same steps.
/// Not for several threads at once.
/// </summary>
/// <param name="prices">What models cost; without it there is no <see cref="ToCost"/>.</param>
public sealed class StepTotals(PriceTable? prices = null)
{
    private readonly List<(TokenUsage Usage, DateOnly? Date)> _unnamed = [];
    private readonly SortedSet<string> _unpriced = new(StringComparer.Ordinal);
    private long _input;
    private long _output;
    private long _cacheRead;
    private long _cacheWrite;
    private bool _isPlaceholder;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private decimal _cost;

    /// <summary>The steps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether any of them used tokens.</summary>
    public bool HasUsage => (_input | _output | _cacheRead | _cacheWrite) != 0;

    /// <summary>Takes the next step. Only numbers of it are kept, and the usage of one that names no model.</summary>
    public void Add(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Count++;
        var usage = step.TokenUsage;
        _input = Add(_input, usage.InputTokens);
        _output = Add(_output, usage.OutputTokens);
        _cacheRead = Add(_cacheRead, usage.CacheReadTokens);
        _cacheWrite = Add(_cacheWrite, usage.CacheWriteTokens);
        _isPlaceholder |= usage.OutputIsPlaceholder;
        var hasTime = TraceMeasures.TryTime(step.Timestamp, out var time);
        if (hasTime)
        {
            _first = _first < time ? _first : time;
            _last = _last > time ? _last : time;
        }

        if (prices is not null && !PriceTable.IsFree(usage))
            Price(usage, step.Model, hasTime ? DateOnly.FromDateTime(time.UtcDateTime) : null);
    }

    /// <summary>See <see cref="TraceMeasures.Of"/>.</summary>
    public TraceMetrics ToMetrics() => new()
    {
        TotalSteps = Count,
        TotalInputTokens = _input,
        TotalOutputTokens = _output,
        TotalOutputIsPlaceholder = _isPlaceholder,
        TotalCacheReadTokens = _cacheRead,
        TotalCacheCreationTokens = _cacheWrite,
        TotalDurationS = _last > _first ? Math.Round((_last.Value - _first.Value).TotalSeconds, 2) : null,
        CacheHitRate = (double)_input + _cacheRead > 0 ? Math.Round(_cacheRead / ((double)_input + _cacheRead), 4) : null,
    };

    /// <summary>See <see cref="PriceTable.CostOf(IReadOnlyList{Step}, string?)"/>.</summary>
    /// <exception cref="InvalidOperationException">These totals have no prices.</exception>
    public TraceCost ToCost(string? sessionModel)
    {
        if (prices is null)
            throw new InvalidOperationException("Totals made without a price table have no cost.");
        var sum = _cost;
        var unpriced = new SortedSet<string>(_unpriced, StringComparer.Ordinal);
        foreach (var (usage, date) in _unnamed)
        {
            if (sessionModel is not null && prices.CostOn(date, usage, sessionModel) is { } cost)
                sum = Add(sum, cost);
            else
                unpriced.Add(sessionModel ?? "");
        }

        return new TraceCost
        {
            Usd = unpriced.Count == 0 ? decimal.Round(sum, PriceTable.Decimals, MidpointRounding.ToEven) : null,
            UnpricedModels = [.. unpriced],
        };
    }

    private void Price(TokenUsage usage, string? model, DateOnly? date)
    {
        if (model is null)
            _unnamed.Add((usage, date));
        else if (prices!.CostOn(date, usage, model) is { } cost)
            _cost = Add(_cost, cost);
        else
            _unpriced.Add(model);
    }

    // A total never turns negative, whatever a file claims.
    private static long Add(long total, long more) =>
        more > 0 && total > long.MaxValue - more ? long.MaxValue : total + Math.Max(more, 0);

    // Beyond the range of decimal no figure means anything; it stays the largest that a sum can hold.
    private static decimal Add(decimal left, decimal right) => left > decimal.MaxValue - right ? decimal.MaxValue : left + right;
}
