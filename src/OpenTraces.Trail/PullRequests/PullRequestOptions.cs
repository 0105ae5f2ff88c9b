using OpenTraces.Bucket;

namespace OpenTraces.Trail.PullRequests;

/// <summary>How the text of a pull request is made safe to leave.</summary>
public sealed class PullRequestOptions
{
    /// <summary>The bucket's key, from which the placeholders in the text are derived.</summary>
    public required RedactionKey RedactionKey { get; init; }

    /// <summary>Login names replaced wherever they stand as a word, beside those found in paths; default none.</summary>
    public IReadOnlyList<string> UserNames { get; set; } = [];

    /// <summary>
    /// Tools that run beside the floor; default none. They read each trace that is to be named as fields <c>trace_id</c>,
    /// <c>session_id</c>, <c>agent</c>, <c>model</c> and <c>asks[N]</c>, then the branch, then the finished text. A judge that answers
    /// <see cref="Clearance.Hold"/> to any of them keeps the whole text here.
    /// </summary>
    public IReadOnlyList<ISecurityTool> SecurityTools { get; set; } = [];

    /// <summary>The title; null for the first line of the newest commit that is no merge.</summary>
    public string? Title { get; set; }
}
