using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.History;

/// <summary>A hunk without its text.</summary>
internal sealed record HunkSpan(int OldStart, int OldCount, int NewStart, int NewCount)
{
    /// <summary>Lines that kept their words, as indices into the hunk.</summary>
    public IReadOnlyList<LinePair> Kept { get; init; } = [];

    /// <summary>The numbers of the added lines in the vocabulary of the patches; null when no patch has any of them.</summary>
    public int[]? AddedLines { get; init; }
}
