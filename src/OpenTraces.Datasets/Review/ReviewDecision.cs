namespace OpenTraces.Datasets.Review;

/// <summary>What is kept of a row's state: only what cannot be worked out again.</summary>
internal sealed record ReviewDecision
{
    public required RowState State { get; init; }

    public DateTimeOffset? ReviewedAt { get; init; }

    public string? ReviewedBy { get; init; }

    /// <summary>Times of upload by remote.</summary>
    public IReadOnlyDictionary<string, string> UploadedTo { get; init; } = new Dictionary<string, string>();
}
