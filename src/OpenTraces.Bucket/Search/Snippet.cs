using System.Text;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Search;

/// <summary>A line of text around the first word that was asked for.</summary>
internal static class Snippet
{
    public const int MaxLength = 240;
    private const int Before = 60;

    /// <summary>How many of the words a step holds, and the first text that holds the most of them.</summary>
    public static (int Words, string? Text) Weigh(Step step, IReadOnlySet<string> words)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        string? best = null;
        var most = 0;
        foreach (var text in StepTexts.Of(step))
        {
            var here = new HashSet<string>(StringComparer.Ordinal);
            Visit(text, words, (word, _) =>
            {
                here.Add(word);
                return here.Count < words.Count;
            });
            found.UnionWith(here);
            if (here.Count > most)
                (most, best) = (here.Count, text);
        }

        return (found.Count, best);
    }

    /// <summary>One line of at most <see cref="MaxLength"/> characters around the first of the words.</summary>
    public static string Around(string text, IReadOnlySet<string> words)
    {
        var at = 0;
        Visit(text, words, (_, start) =>
        {
            at = start;
            return false;
        });
        var from = Math.Max(0, at - Before);
        while (from > 0 && from < at && !char.IsWhiteSpace(text[from - 1]))
            from++;
        if (from > 0 && from < text.Length && char.IsLowSurrogate(text[from]))
            from++;
        return Collapse(text, from);
    }

    private static string Collapse(string text, int from)
    {
        var line = new StringBuilder(MaxLength);
        for (var i = from; i < text.Length && line.Length < MaxLength; i++)
        {
            if (!char.IsWhiteSpace(text[i]) && !char.IsControl(text[i]))
                line.Append(text[i]);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        if (line.Length > 0 && char.IsHighSurrogate(line[^1]))
            line.Length--;
        return line.ToString().TrimEnd();
    }

    private static void Visit(string text, IReadOnlySet<string> words, Func<string, int, bool> visit)
    {
        Span<char> word = stackalloc char[WordReader.MaxLength];
        var reader = new WordReader(text);
        while (reader.TryRead(word, out var length))
        {
            foreach (var wanted in words)
            {
                if (word[..length].SequenceEqual(wanted) && !visit(wanted, reader.Start))
                    return;
            }
        }
    }
}
