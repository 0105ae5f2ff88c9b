using OpenTraces.Capture.Harnesses.CodexCli.Lines;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// Turns readings of a cumulative counter into what each call cost. A reading that repeats costs nothing; a counter
/// that went back was reset, and then the call's own figure counts.
/// </summary>
internal sealed class CodexCliMeter
{
    private CodexCliUsage _total;

    /// <summary>Takes a reading that is not this session's, so that the next one counts from there.</summary>
    public void Skip(CodexCliUsage? total) => _total = total ?? _total;

    /// <summary>What was used since the reading before; zero when nothing.</summary>
    public CodexCliUsage Take(CodexCliUsage? total, CodexCliUsage? last)
    {
        if (total is not { } now)
            return last ?? default;
        var before = _total;
        _total = now;
        if (now == before)
            return default;
        return now.Follows(before) ? now.Minus(before) : last ?? now;
    }
}
