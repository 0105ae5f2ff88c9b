namespace OpenTraces.Trail.Git;

/// <summary>A commit without its content.</summary>
internal sealed record GitCommit
{
    public required string Id { get; init; }

    public required string Tree { get; init; }

    public required IReadOnlyList<string> Parents { get; init; }

    public required DateTimeOffset CommitterTime { get; init; }

    /// <summary>The full ids that the message says it reverts.</summary>
    public IReadOnlyList<string> Reverts { get; init; } = [];

    public string Subject { get; init; } = "";
}
