namespace OpenTraces.Schema;

/// <summary>What must have happened before a row leaves.</summary>
public sealed record DatasetPublicationPolicy
{
    /// <summary>Default <c>required</c>.</summary>
    public DatasetPublicationReviewPolicy Review { get; init; }

    /// <summary>Always <c>required</c>.</summary>
    public DatasetPublicationSecurityPolicy Security { get; init; }

    /// <summary>Default <c>optional</c>.</summary>
    public DatasetPublicationLlmReviewPolicy LlmReview { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
