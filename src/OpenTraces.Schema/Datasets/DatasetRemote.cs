namespace OpenTraces.Schema;

/// <summary>A place a dataset is published to.</summary>
public sealed record DatasetRemote
{
    /// <summary>Its address; not empty.</summary>
    public required string Url { get; init; }

    /// <summary>Default <c>private</c>.</summary>
    public DatasetRemoteVisibility Visibility { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
