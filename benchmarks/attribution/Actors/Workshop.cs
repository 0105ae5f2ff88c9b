using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>A working tree in which agents and people take turns.</summary>
internal sealed class Workshop(Random random, Ledger ledger)
{
    private readonly Dictionary<(CallName, string), int> _ordinals = [];

    public Random Random => random;

    public Ledger Ledger => ledger;

    public EditPlanner Planner { get; } = new(random);

    public TrueTree Tree { get; set; } = TrueTree.Empty;

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public void Pass(int seconds) => Now = Now.AddSeconds(seconds);

    /// <summary>A new file of a person, with some functions.</summary>
    public void Create(string path)
    {
        var language = Language.Of(path);
        var texts = language.Header(Planner.Words, random);
        for (var i = random.Next(3, 8); i > 0; i--)
            texts.AddRange(language.Function(Planner.Words, random));
        texts.AddRange(language.Footer());
        Tree = Tree.With(path, new TrueFile([.. texts.Select(ledger.ByPerson)]));
    }

    /// <summary>Carries an edit out and says what it changed: a line that stays the same is nobody's change.</summary>
    public List<AppliedHunk> Apply(PlannedEdit edit, CallName? author)
    {
        var file = Tree.Files.GetValueOrDefault(edit.Path) ?? new TrueFile([]);
        TrueLine[] old = [.. file.Lines.Skip(edit.Start).Take(edit.Count)];
        var now = new List<TrueLine>();
        var hunks = new List<AppliedHunk>();
        var at = 0;
        foreach (var (oldStart, oldCount, newStart, newCount) in LineDiff.Hunks([.. old.Select(l => l.Text)], edit.Texts))
        {
            now.AddRange(old[at..oldStart]);
            TrueLine[] added = [.. edit.Texts.Skip(newStart).Take(newCount).Select(t => author is null ? ledger.ByPerson(t) : ledger.ByCall(t, author))];
            var removed = old[oldStart..(oldStart + oldCount)];
            now.AddRange(added);
            ledger.End(removed, added.Length > 0 ? LineEnd.Replaced : LineEnd.Taken);
            hunks.Add(new AppliedHunk(edit.Start + oldStart, removed, edit.Start + newStart, added));
            if (author is not null)
                ledger.Patches.Add(new TruePatch(author, edit.Path, Ordinal(author, edit.Path), added, removed));
            at = oldStart + oldCount;
        }

        now.AddRange(old[at..]);
        Tree = Tree.With(edit.Path, file.With(edit.Start, edit.Count, now));
        return hunks;
    }

    private int Ordinal(CallName author, string path) =>
        _ordinals[(author, path)] = _ordinals.GetValueOrDefault((author, path), -1) + 1;
}
