namespace OpenTraces.Schema;

/// <summary>A piece of a file the model saw.</summary>
public sealed record Snippet
{
    /// <summary>The file, as the harness names it.</summary>
    public required string FilePath { get; init; }

    /// <summary>First line, from 1.</summary>
    public int? StartLine { get; init; }

    /// <summary>Last line, included.</summary>
    public int? EndLine { get; init; }

    /// <summary>Told from the file name.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// The text seen. The parsers of this family leave it out above 5,000 UTF-16 units: a longer one stands whole in the
    /// input of its step's call (what was written) or in the observation (what was read), and nowhere else.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The step it came from.</summary>
    public int? SourceStep { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
