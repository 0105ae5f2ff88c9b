using OpenTraces.Bucket;

namespace OpenTraces.Trail.PullRequests;

/// <summary>What a branch brings, told from the prompts, commits and lines behind it, and ready to leave.</summary>
public sealed record PullRequestText
{
    /// <summary>The full id of the commit the branch is to go into.</summary>
    public required string Base { get; init; }

    /// <summary>The full id of the branch's last commit.</summary>
    public required string Head { get; init; }

    /// <summary>The full id of the commit where they parted; one of them where the histories cross.</summary>
    public required string MergeBase { get; init; }

    /// <summary>The branch that <see cref="Base"/> was named by, without its remote; null when it was a tag or an id.</summary>
    public string? BaseBranch { get; init; }

    /// <summary>The branch that <see cref="Head"/> was named by, without its remote; null when it was a tag or an id.</summary>
    public string? HeadBranch { get; init; }

    /// <summary>One line of plain text, at most 256 text elements; empty when the branch has no commit that is no merge.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Markdown that ends with one line feed, at most about 60,000 UTF-16 units: what does not fit is counted. The same for the same
    /// repository, store and options.
    /// </summary>
    public required string Body { get; init; }

    /// <summary>How many commits the head has and the base lacks.</summary>
    public required int Commits { get; init; }

    /// <summary>The traces those commits took changes from, in the order of their ids.</summary>
    public required IReadOnlyList<Schema.TraceId> Traces { get; init; }

    /// <summary>How many pieces were replaced before the text was written, and in it.</summary>
    public required int Redactions { get; init; }

    /// <summary>What was run over the finished body; <see cref="Clearance"/> reads it at the exit.</summary>
    public required SecurityReport Security { get; init; }
}
