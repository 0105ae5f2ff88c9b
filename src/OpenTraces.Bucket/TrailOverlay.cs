using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// What Git says of a trace's patches: kept beside the record and laid over it when it is read. Each call replaces what
/// was kept before for the same repository.
/// </summary>
public sealed record TrailOverlay
{
    /// <summary>The repository, by an id that does not depend on where it is checked out.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>Anchors by patch id.</summary>
    public required IReadOnlyDictionary<string, GitAnchor> Anchors { get; init; }

    /// <summary>The commits that held a patch before, newest first, by patch id; patches without any are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Superseded { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
