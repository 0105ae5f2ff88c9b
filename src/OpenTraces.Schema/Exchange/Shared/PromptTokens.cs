namespace OpenTraces.Schema;

/// <summary>
/// Usage as most formats count it: what went in as one number, cached tokens included. A record counts the three apart,
/// so that nothing is counted twice.
/// </summary>
internal static class PromptTokens
{
    /// <summary>Whether usage can be told as one number and taken apart again.</summary>
    public static bool Fit(TokenUsage usage) =>
        Math.Min(Math.Min(usage.InputTokens, usage.OutputTokens), Math.Min(usage.CacheReadTokens, usage.CacheWriteTokens)) >= 0
        && (Int128)usage.InputTokens + usage.CacheReadTokens + usage.CacheWriteTokens <= long.MaxValue;

    /// <summary>Whether there is any.</summary>
    public static bool Any(TokenUsage usage) =>
        (usage.InputTokens | usage.OutputTokens | usage.CacheReadTokens | usage.CacheWriteTokens) != 0;

    /// <summary>Everything that went in.</summary>
    public static long Of(TokenUsage usage) => usage.InputTokens + usage.CacheReadTokens + usage.CacheWriteTokens;

    /// <summary>What is left when the four counts are told.</summary>
    public static TokenUsage Rest(TokenUsage usage) => Fit(usage)
        ? usage with { InputTokens = 0, OutputTokens = 0, CacheReadTokens = 0, CacheWriteTokens = 0 } : usage;

    /// <summary>Takes the number apart; a total smaller than its parts leaves no uncached tokens.</summary>
    public static TokenUsage Apart(TokenUsage rest, long prompt, long output, long cacheRead, long cacheWrite) => rest with
    {
        InputTokens = (long)Int128.Max(0, (Int128)prompt - cacheRead - cacheWrite),
        OutputTokens = output,
        CacheReadTokens = cacheRead,
        CacheWriteTokens = cacheWrite,
    };
}
