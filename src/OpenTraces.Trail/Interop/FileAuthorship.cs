namespace OpenTraces.Trail.Interop;

/// <summary>Who wrote the lines of a file, as a document says it.</summary>
public sealed record FileAuthorship
{
    /// <summary>The file in the commit, relative to the repository root.</summary>
    public required string Path { get; init; }

    /// <summary>In the document's order. Where ranges overlap, the last one counts.</summary>
    public required IReadOnlyList<AuthoredLines> Lines { get; init; }
}
