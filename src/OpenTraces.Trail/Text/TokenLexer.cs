namespace OpenTraces.Trail.Text;

/// <summary>
/// Cuts source text of any language into tokens that layout does not change: words and single signs. White space is
/// nothing, the three quotes are one sign, and what formatters add or drop without changing meaning is nothing too: a
/// semicolon, and a comma before a closing bracket.
/// </summary>
internal static class TokenLexer
{
    /// <summary>Appends the tokens of one line.</summary>
    public static void Lex(ReadOnlySpan<char> line, Vocabulary vocabulary, List<int> tokens)
    {
        for (var i = 0; i < line.Length;)
        {
            var c = line[i];
            if (IsWord(c))
            {
                var start = i;
                while (i < line.Length && IsWord(line[i]))
                    i++;
                tokens.Add(vocabulary.Add(line[start..i]));
                continue;
            }

            if (!char.IsWhiteSpace(c) && c != ';')
                tokens.Add(vocabulary.Add(c is '\'' or '`' ? "\"" : line.Slice(i, 1)));
            i++;
        }
    }

    /// <summary>The tokens of some lines, and how many of them stand before each line (one entry more than lines).</summary>
    public static TokenText Lex(IReadOnlyList<string> lines, Vocabulary vocabulary)
    {
        var tokens = new List<int>();
        var starts = new int[lines.Count + 1];
        var comma = vocabulary.Add(",");
        int[] closers = [vocabulary.Add(")"), vocabulary.Add("]"), vocabulary.Add("}")];
        var scratch = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            starts[i] = tokens.Count;
            scratch.Clear();
            Lex(lines[i], vocabulary, scratch);
            foreach (var token in scratch)
            {
                if (tokens.Count > 0 && tokens[^1] == comma && Array.IndexOf(closers, token) >= 0)
                    DropLast(tokens, starts, i);
                tokens.Add(token);
            }
        }

        starts[lines.Count] = tokens.Count;
        return new TokenText([.. tokens], starts);
    }

    private static void DropLast(List<int> tokens, int[] starts, int line)
    {
        tokens.RemoveAt(tokens.Count - 1);
        for (var i = line; i >= 0 && starts[i] > tokens.Count; i--)
            starts[i] = tokens.Count;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || char.IsSurrogate(c);
}
