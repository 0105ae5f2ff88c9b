using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>Who wrote lines, as a document says it.</summary>
public sealed record LineAuthor
{
    /// <summary>An agent, a person, both, or not said.</summary>
    public required AuthorKind Kind { get; init; }

    /// <summary>The id the document has for the author; null in a format without such ids.</summary>
    public string? Key { get; init; }

    /// <summary>The harness, by the name that traces have (<c>claude-code</c>).</summary>
    public string? Tool { get; init; }

    /// <summary>The harness's session id.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The person: who wrote the lines, or who asked the agent.</summary>
    public string? Human { get; init; }

    /// <summary>Members of the document's entry beside these, as one JSON object.</summary>
    public RawJson Other { get; init; } = RawJson.EmptyObject;
}
