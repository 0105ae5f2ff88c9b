namespace OpenTraces.Trail;

/// <summary>One line of a file.</summary>
public sealed record LineBlame
{
    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>The text without its line end.</summary>
    public required string Text { get; init; }

    /// <summary>The commit that brought the line in.</summary>
    public required string Commit { get; init; }

    /// <summary>The patch it came from; null when no trace explains it.</summary>
    public PatchAnchor? Anchor { get; init; }

    /// <summary>
    /// True when the anchor is firm, no other line of the file and no patch of another call reads the same but for its indentation, and the line
    /// was not moved since: of equal lines, Git cannot say which one moved and which one stayed. A line that names nothing, such as
    /// <c>return null;</c>, must stand between lines of the same patch.
    /// </summary>
    public bool Firm { get; init; }
}
