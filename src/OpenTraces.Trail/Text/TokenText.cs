namespace OpenTraces.Trail.Text;

/// <summary>Lines as tokens.</summary>
/// <param name="Tokens">Every token.</param>
/// <param name="Starts">For each line the index of its first token; the last entry is the number of tokens.</param>
internal sealed record TokenText(int[] Tokens, int[] Starts)
{
    public int LineCount => Starts.Length - 1;

    public ReadOnlySpan<int> Lines(int first, int count) => Tokens.AsSpan(Starts[first], Starts[first + count] - Starts[first]);

    /// <summary>True at the first token of a line, and at the end.</summary>
    public bool IsLineStart(int token) => Array.BinarySearch(Starts, token) >= 0;

    /// <summary>The last line that starts at or before a token and holds it.</summary>
    public int LineOf(int token)
    {
        var at = Array.BinarySearch(Starts, token);
        if (at < 0)
            return ~at - 1;
        while (at + 1 < Starts.Length && Starts[at + 1] == token)
            at++;
        return Math.Min(at, LineCount - 1);
    }
}
