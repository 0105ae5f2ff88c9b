namespace OpenTraces.Schema;

/// <summary>The attribution of one file.</summary>
public sealed record AttributionFile
{
    /// <summary>Relative to the repository root.</summary>
    public required string Path { get; init; }

    /// <summary>The conversations that wrote lines of it.</summary>
    public IReadOnlyList<AttributionConversation> Conversations { get; init; } = [];

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
