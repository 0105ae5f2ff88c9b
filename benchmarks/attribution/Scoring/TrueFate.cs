using OpenTraces.Attribution.Operations;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Scoring;

/// <summary>What became of a patch, from what is known of its lines.</summary>
internal static class TrueFate
{
    /// <summary>The state's name in JSON; null where nothing that says anything was written or taken away.</summary>
    public static string? Of(TruePatch patch, Aftermath outcome, Ledger ledger)
    {
        var written = patch.Added.Where(l => l.Says).ToDictionary(l => l.Id, l => l.Text);
        if (written.Count == 0)
            return OfRemoval(patch, outcome);
        var first = FirstPath(written, outcome.OnHead);
        if (first is null)
            return outcome.Elsewhere.Any(t => PathOf(written, t) is not null) ? "orphan_branch" : "never_committed";
        var alive = new HashSet<int>();
        var relaid = false;
        var moved = true;
        foreach (var (path, file) in outcome.Final.Files)
        {
            foreach (var line in file.Lines)
            {
                foreach (var id in line.Carries.Where(written.ContainsKey))
                {
                    alive.Add(id);
                    relaid |= line.Text != written[id];
                    moved &= path != first;
                }
            }
        }

        if (alive.Count > 0)
            return alive.Count < written.Count ? "partially_preserved" : relaid ? "alive_transformed" : moved ? "alive_moved" : "alive_on_path";
        var ends = written.Keys.Where(id => OnAny(id, outcome.OnHead)).Select(ledger.EndOf).ToHashSet();
        return ends.Contains(LineEnd.Reverted) ? "reverted" : ends.Contains(LineEnd.Replaced) ? "repaired" : "lost";
    }

    private static string? OfRemoval(TruePatch patch, Aftermath outcome)
    {
        var gone = patch.Removed.Where(l => l.Says).Select(l => l.Id).ToHashSet();
        if (gone.Count == 0)
            return null;
        // Oldest first: there, then not there, then perhaps there again.
        var stages = outcome.OnHead.Reverse().Select(t => t.Files.Values.Any(f => f.Lines.Any(l => gone.Contains(l.Id)))).ToList();
        var there = stages.IndexOf(true);
        if (there < 0)
            return null;
        var taken = stages.IndexOf(false, there);
        if (taken < 0)
            return null;
        return stages[^1] ? "reverted" : "alive_on_path";
    }

    private static string? FirstPath(Dictionary<int, string> written, IReadOnlyList<TrueTree> trees) =>
        trees.Reverse().Select(t => PathOf(written, t)).FirstOrDefault(p => p is not null);

    private static string? PathOf(Dictionary<int, string> written, TrueTree tree) =>
        tree.Files.FirstOrDefault(f => f.Value.Lines.Any(l => l.Carries.Any(written.ContainsKey))).Key;

    private static bool OnAny(int id, IReadOnlyList<TrueTree> trees) => trees.Any(t => t.Files.Values.Any(f => f.Lines.Any(l => l.Carries.Contains(id))));
}
