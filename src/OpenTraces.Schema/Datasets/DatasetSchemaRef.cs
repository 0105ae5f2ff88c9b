namespace OpenTraces.Schema;

/// <summary>The JSON Schema that rows are held to.</summary>
public sealed record DatasetSchemaRef
{
    /// <summary>Below the dataset's folder; not empty.</summary>
    public required string Path { get; init; }

    /// <summary>Not empty.</summary>
    public required string Version { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the canonical schema.</summary>
    public string? Digest { get; init; }

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
