using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>Every word of others that the text has, after the floor.</summary>
internal sealed record BranchWords
{
    public required string Title { get; init; }

    /// <summary>By commit.</summary>
    public required IReadOnlyDictionary<string, string> Subjects { get; init; }

    /// <summary>By path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public required IReadOnlyDictionary<Ask, string> Asks { get; init; }

    /// <summary>The harness, and the model where it is known.</summary>
    public required IReadOnlyDictionary<TraceId, string> Makers { get; init; }

    public required int Redactions { get; init; }
}
