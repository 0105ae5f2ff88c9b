namespace OpenTraces.Trail.Interop;

/// <summary>A range of lines with one author.</summary>
public sealed record AuthoredLines
{
    /// <summary>From 1.</summary>
    public required int Start { get; init; }

    /// <summary>Included.</summary>
    public required int End { get; init; }

    /// <summary>Who wrote them.</summary>
    public required LineAuthor Author { get; init; }

    /// <summary>
    /// The part of the author's work: an attestation key of git-ai, the address of an Agent Trace conversation; null when it has none.
    /// </summary>
    public string? Key { get; init; }
}
