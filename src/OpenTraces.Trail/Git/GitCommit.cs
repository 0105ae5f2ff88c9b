namespace OpenTraces.Trail.Git;

/// <summary>A commit without its content.</summary>
internal sealed record GitCommit
{
    public required string Id { get; init; }

    public required string Tree { get; init; }

    public required IReadOnlyList<string> Parents { get; init; }

    public required DateTimeOffset CommitterTime { get; init; }

    /// <summary>When the change was first committed: rebasing and cherry-picking keep it, and so does amending, which may add later work.</summary>
    public required DateTimeOffset AuthorTime { get; init; }

    /// <summary>The full ids that the message says it reverts.</summary>
    public IReadOnlyList<string> Reverts { get; init; } = [];

    public string Subject { get; init; } = "";
}
