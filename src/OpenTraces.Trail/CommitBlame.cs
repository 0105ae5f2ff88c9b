namespace OpenTraces.Trail;

/// <summary>The traces a commit took changes from.</summary>
public sealed record CommitBlame
{
    /// <summary>The full id of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>Its first line.</summary>
    public required string Subject { get; init; }

    /// <summary>Lines the commit adds, and how many of them a firm anchor explains.</summary>
    public required int AddedLines { get; init; }

    /// <inheritdoc cref="AddedLines"/>
    public required int AttributedLines { get; init; }

    /// <summary>Most patches first, then by trace id.</summary>
    public required IReadOnlyList<CommitBlameTrace> Traces { get; init; }
}
