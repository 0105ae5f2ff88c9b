using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>A commit's authorship in a format of somebody else.</summary>
public sealed record AuthorshipDocument
{
    /// <summary>The document. Lines end with a line feed, the last one too.</summary>
    public required string Text { get; init; }

    /// <summary>What of the answer about the commit is not in it. Paths are of <see cref="CommitBlame"/>, in snake_case.</summary>
    public required LossReport Loss { get; init; }

    /// <summary>How often the floor of detectors replaced something; 0 for a document that did not pass it.</summary>
    public int Redactions { get; init; }
}
