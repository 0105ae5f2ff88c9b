namespace OpenTraces.Schema;

/// <summary>What makes two rows the same row.</summary>
public sealed record DatasetIdentity
{
    /// <summary>Default <c>payload_hash</c>.</summary>
    public DatasetIdentityMode Mode { get; init; }

    /// <summary>
    /// The members that count with <see cref="DatasetIdentityMode.Fields"/>: at least one then, none of them empty.
    /// </summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
