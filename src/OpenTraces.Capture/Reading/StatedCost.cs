using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>What a session says of its own cost: its total, or its calls, when every one that used tokens says.</summary>
internal sealed class StatedCost
{
    /// <summary>Far beyond any session, and far enough below the range of decimal that sums cannot leave it.</summary>
    private const double Max = 1e9;

    private decimal? _total;
    private decimal _calls;
    private bool _hasStated;
    private bool _hasUnstated;

    /// <summary>US dollars; null when the session does not say.</summary>
    public decimal? Usd => _total ?? (_hasStated && !_hasUnstated ? _calls : null);

    public void TakeTotal(double? cost) => _total = Read(cost) ?? _total;

    public void TakeCall(double? cost, TokenUsage usage)
    {
        if (Read(cost) is { } stated)
        {
            _hasStated = true;
            _calls += stated;
        }
        else if ((usage.InputTokens | usage.OutputTokens | usage.CacheReadTokens | usage.CacheWriteTokens) != 0)
        {
            _hasUnstated = true;
        }
    }

    private static decimal? Read(double? cost) => cost is >= 0 and < Max ? (decimal)cost.Value : null;
}
