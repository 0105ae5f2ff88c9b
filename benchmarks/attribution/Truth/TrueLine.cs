namespace OpenTraces.Attribution.Truth;

/// <summary>A line whose history is known.</summary>
/// <param name="Id">Unique in a history; a line that is laid out anew is a new line.</param>
/// <param name="Text">Without its line end.</param>
/// <param name="Author">The tool call that wrote it; null for a person.</param>
/// <param name="Carries">The ids under which a call wrote the words that stand here; empty for a person's line.</param>
internal sealed record TrueLine(int Id, string Text, CallName? Author, IReadOnlyList<int> Carries)
{
    /// <summary>Lines of signs alone, such as a brace, are counted apart: which of two braces is whose, no reader can see.</summary>
    public bool Says => Text.AsSpan().IndexOfAny(Letters) >= 0;

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
