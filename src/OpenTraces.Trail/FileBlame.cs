namespace OpenTraces.Trail;

/// <summary>The lines of a file and the steps that wrote them.</summary>
public sealed record FileBlame
{
    /// <summary>The full id of the commit the file was read at.</summary>
    public required string Commit { get; init; }

    /// <summary>The file, relative to the repository root.</summary>
    public required string Path { get; init; }

    /// <summary>One per line of the file, in order.</summary>
    public required IReadOnlyList<LineBlame> Lines { get; init; }
}
