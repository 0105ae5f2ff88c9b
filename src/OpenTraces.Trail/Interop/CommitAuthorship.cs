using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>Who wrote the lines of a commit, as a document of another tool says it.</summary>
public sealed record CommitAuthorship
{
    /// <summary>What it was read from.</summary>
    public required AuthorshipFormat Format { get; init; }

    /// <summary>The version the document says it has, for example <c>3.0.0</c>.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>The commit the document names. A note may have been copied from another commit, so it need not be where it lies.</summary>
    public string? Commit { get; init; }

    /// <summary>Every author the document has an entry for, also those without lines.</summary>
    public required IReadOnlyList<LineAuthor> Authors { get; init; }

    /// <summary>In the document's order.</summary>
    public required IReadOnlyList<FileAuthorship> Files { get; init; }

    /// <summary>Members of the document beside those that are read, as one JSON object.</summary>
    public RawJson Other { get; init; } = RawJson.EmptyObject;

    /// <summary>What was left out. Empty: all of the document was understood.</summary>
    public IReadOnlyList<AuthorshipWarning> Warnings { get; init; } = [];

    /// <summary>Who wrote a line; null when the document does not say.</summary>
    /// <param name="path">The file, relative to the repository root.</param>
    /// <param name="line">From 1.</param>
    public LineAuthor? FindAuthor(string path, int line) =>
        Files.FirstOrDefault(f => f.Path == path)?.Lines.LastOrDefault(l => l.Start <= line && line <= l.End)?.Author;
}
