namespace OpenTraces.Schema;

/// <summary>What one API call cost. Counted once per call, however many lines repeat it.</summary>
public sealed record TokenUsage
{
    /// <summary>Tokens sent that were not read from a cache.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens produced, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens read from a cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Tokens written to a cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Tokens of a prefix the server reused.</summary>
    public long PrefixReuseTokens { get; init; }

    /// <summary>
    /// The part of <see cref="CacheWriteTokens"/> that is kept for an hour, which costs more than five minutes. In JSON the
    /// member stands only when it is not 0.
    /// </summary>
    public long CacheWrite1hTokens { get; init; }

    /// <summary>
    /// The service level the call was billed at, as the harness names it (<c>fast</c>); null for the standard one. In JSON the
    /// member stands only when it is not null.
    /// </summary>
    public string? Speed { get; init; }

    /// <summary>
    /// True when <see cref="OutputTokens"/> is a number the harness wrote down before the answer was finished: a lower bound.
    /// Input and cache counts are exact all the same. In JSON the member stands only when true.
    /// </summary>
    public bool OutputIsPlaceholder { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
