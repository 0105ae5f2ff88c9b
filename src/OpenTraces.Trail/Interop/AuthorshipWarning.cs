namespace OpenTraces.Trail.Interop;

/// <summary>Something in a document that was left out or could not be relied on.</summary>
public sealed record AuthorshipWarning
{
    /// <summary>The line of the document, from 1; null when it is of no one line.</summary>
    public int? Line { get; init; }

    /// <summary>What, and what became of it. Holds no text of the document.</summary>
    public required string Message { get; init; }
}
