namespace OpenTraces.Attribution.Truth;

/// <summary>Everything that was written in one history, and how what is gone went.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<int, LineEnd> _ends = [];
    private int _lines;

    public List<TruePatch> Patches { get; } = [];

    /// <summary>Ids of lines, as calls wrote them, that stood in a commit of a branch.</summary>
    public HashSet<int> Committed { get; } = [];

    public TrueLine ByPerson(string text) => new(++_lines, text, null, []);

    public TrueLine ByCall(string text, CallName author)
    {
        var id = ++_lines;
        return new TrueLine(id, text, author, [id]);
    }

    /// <summary>The same words in another layout.</summary>
    public TrueLine LaidOut(string text, IReadOnlyList<TrueLine> from)
    {
        // The one who wrote most of the words is the author of a line that was joined from several.
        var author = from.GroupBy(l => l.Author).MaxBy(g => g.Sum(l => l.Text.Length))?.Key;
        return new TrueLine(++_lines, text, author, [.. from.Where(l => l.Author == author).SelectMany(l => l.Carries).Distinct()]);
    }

    public void End(IEnumerable<TrueLine> lines, LineEnd end)
    {
        foreach (var id in lines.SelectMany(l => l.Carries))
            _ends[id] = end;
    }

    public LineEnd EndOf(int id) => _ends.GetValueOrDefault(id, LineEnd.Taken);

    public void Commit(TrueTree tree)
    {
        foreach (var file in tree.Files.Values)
        {
            foreach (var line in file.Lines)
                Committed.UnionWith(line.Carries);
        }
    }
}
