namespace OpenTraces.Schema;

/// <summary>A question a program must not answer alone. Whoever answers it sees <see cref="Prompt"/> and picks a decision.</summary>
public sealed record JudgmentRequest
{
    /// <summary>Stable for the same steps: the key an answer refers to.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked, for example <c>same_outcome</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>First position of the steps concerned, from 0.</summary>
    public required int WindowStart { get; init; }

    /// <summary>Last position of the steps concerned, included.</summary>
    public required int WindowEnd { get; init; }

    /// <summary>The position the decision is about.</summary>
    public required int CandidateStep { get; init; }

    /// <summary>The question with the lines it rests on.</summary>
    public required string Prompt { get; init; }

    /// <summary>The decisions that are allowed.</summary>
    public required IReadOnlyList<string> Decisions { get; init; }
}
