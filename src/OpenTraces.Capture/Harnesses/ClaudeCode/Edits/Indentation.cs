using OpenTraces.Capture.Harnesses.Edits;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>
/// Gives the lines of a structured patch their tabs back. The harness shows every leading tab as two spaces there; the
/// texts of the call still have them.
/// </summary>
internal sealed class Indentation
{
    private readonly Dictionary<string, string?>? _removed;
    private readonly Dictionary<string, string?>? _added;

    /// <param name="removed">Lines as they stood in the file before; null when they are not known.</param>
    /// <param name="added">Lines as they stand in it now.</param>
    public Indentation(IReadOnlyList<string>? removed, IReadOnlyList<string> added)
    {
        _removed = removed is null ? null : Index(removed);
        _added = Index(added);
    }

    public static Indentation Of(IReadOnlyList<Replacement> replacements) => new(
        [.. replacements.SelectMany(static r => TextLines.Split(r.Old))],
        [.. replacements.SelectMany(static r => TextLines.Split(r.New))]);

    /// <param name="hunks">As the harness wrote them.</param>
    /// <param name="isCertain">False when an indented line is in none of the texts, or in two forms.</param>
    public IReadOnlyList<LineHunk> Restore(IReadOnlyList<LineHunk> hunks, out bool isCertain)
    {
        var certain = true;
        var restored = new List<LineHunk>(hunks.Count);
        foreach (var hunk in hunks)
            restored.Add(hunk with { Removed = Restore(hunk.Removed, _removed), Added = Restore(hunk.Added, _added) });
        isCertain = certain;
        return restored;

        List<string> Restore(IReadOnlyList<string> lines, Dictionary<string, string?>? known)
        {
            var result = new List<string>(lines.Count);
            foreach (var line in lines)
            {
                string? original = null;
                if (line.StartsWith("  ", StringComparison.Ordinal) && known?.TryGetValue(line, out original) != true)
                    certain = false;
                else if (line.StartsWith("  ", StringComparison.Ordinal) && original is null)
                    certain = false;
                result.Add(original ?? line);
            }

            return result;
        }
    }

    private static Dictionary<string, string?> Index(IReadOnlyList<string> lines)
    {
        var index = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var shown = Show(line);
            if (!index.TryAdd(shown, line) && index[shown] != line)
                index[shown] = null;
        }

        return index;
    }

    /// <summary>The line as the harness shows it.</summary>
    private static string Show(string line)
    {
        var tabs = line.AsSpan().IndexOfAnyExcept('\t');
        if (tabs < 0)
            tabs = line.Length;
        return tabs == 0 ? line : string.Concat(new string(' ', 2 * tabs), line.AsSpan(tabs));
    }
}
