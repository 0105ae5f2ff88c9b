using OpenTraces.Capture.Harnesses.CodexCli.Lines;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// Turns readings of a cumulative counter into what each call cost. A reading that repeats costs nothing, whichever of the
/// two kinds of line it stands in; a counter that went back was reset, and then the call's own figure counts.
/// </summary>
internal sealed class CodexCliMeter
{
    private CodexCliUsage _total;
    private bool _hasReading;

    /// <summary>Takes a reading that is not this session's, so that the next one counts from there.</summary>
    public void Skip(CodexCliUsage? total)
    {
        _total = total ?? _total;
        _hasReading |= total is not null;
    }

    /// <summary>What was used since the reading before; zero when nothing.</summary>
    /// <param name="total">The counter.</param>
    /// <param name="last">What the call itself used.</param>
    /// <param name="isFork">Whether the counter may have been running before this file began.</param>
    public CodexCliUsage Take(CodexCliUsage? total, CodexCliUsage? last, bool isFork)
    {
        if (total is not { } now)
            return last ?? default;
        var before = _total;
        var isRunning = isFork && !_hasReading;
        _hasReading = true;
        _total = now;
        if (isRunning && last is { } own)
            return own;
        if (now == before)
            return default;
        return now.Follows(before) ? now.Minus(before) : last ?? now;
    }
}
