namespace OpenTraces.Schema;

/// <summary>The answer to a <see cref="JudgmentRequest"/>.</summary>
public sealed record JudgmentAnswer
{
    /// <summary>The id of the request.</summary>
    public required string Id { get; init; }

    /// <summary>One of the request's decisions; anything else counts as no answer.</summary>
    public required string Decision { get; init; }

    /// <summary>From 0 to 1; default 1.</summary>
    public double Confidence { get; init; } = 1.0;
}
