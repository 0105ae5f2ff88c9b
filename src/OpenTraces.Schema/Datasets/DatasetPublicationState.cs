namespace OpenTraces.Schema;

/// <summary>The decisions about a dataset's rows. A row without one waits for review.</summary>
public sealed record DatasetPublicationState
{
    /// <summary>The version of this file's form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Decisions by row id.</summary>
    public IReadOnlyDictionary<string, DatasetPublicationStateEntry> Rows { get; init; } = new Dictionary<string, DatasetPublicationStateEntry>();

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
