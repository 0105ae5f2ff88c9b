namespace OpenTraces.Schema;

/// <summary>Which traces are candidates.</summary>
public sealed record DatasetCandidateQuery
{
    /// <summary>The query; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>Where it looks; default <c>all-projects</c>.</summary>
    public DatasetScope Scope { get; init; }

    /// <summary>Its arguments; an object.</summary>
    public RawJson Args { get; init; } = RawJson.EmptyObject;

    /// <summary>How a later run goes on from an earlier one; an object.</summary>
    public RawJson Incremental { get; init; } = RawJson.EmptyObject;

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
