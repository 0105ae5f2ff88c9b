using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>Both branches change the same place; a person decides what stays, and writes some of it.</summary>
internal sealed class ConflictedMerge : IOperation
{
    public string Name => "conflict";

    public Aftermath? Run(History history, GitRunner git)
    {
        var shop = history.Shop;
        var (fork, work) = (history.Commits[history.Fork].Tree, history.WorkTree);
        git.Run("checkout", "-q", "main");
        var main = history.Commits[history.Main].Tree;
        if (Clash(history, fork, main, work) is not { } clashing)
            return null;
        Worktree.Commit(git, history, main, clashing, "Change it on main too");
        var conflicts = 0;
        var merged = TreeMerge.Merge(fork, clashing, work, (_, ours, theirs) =>
        {
            conflicts++;
            return Resolve(history, ours, theirs);
        });
        if (merged is null || conflicts == 0)
            return null;
        git.Succeeds("merge", "-q", "--no-commit", "work");
        if (!File.Exists(Path.Combine(git.Folder, ".git", "MERGE_HEAD")))
            return null;
        // Whatever the merge left on the disk, the person's decision replaces it.
        git.Run("rm", "-rqf", "--ignore-unmatch", "--cached", ".");
        foreach (var path in Directory.EnumerateFiles(git.Folder, "*", SearchOption.AllDirectories).Where(p => !p.Contains("/.git/", StringComparison.Ordinal)).ToArray())
            File.Delete(path);
        Worktree.Commit(git, history, TrueTree.Empty, merged, "Merge branch 'work'");
        shop.Tree = merged;
        return new Aftermath(merged, [merged, .. history.Trees(history.Work), clashing, .. history.Trees(history.Main)], []);
    }

    /// <summary>Changes on <c>main</c> a line that <c>work</c> changed as well.</summary>
    private static TrueTree? Clash(History history, TrueTree fork, TrueTree main, TrueTree work)
    {
        var places = new List<(string Path, int Line)>();
        foreach (var (path, file) in fork.Files)
        {
            if (!main.Files.TryGetValue(path, out var ours) || !work.Files.TryGetValue(path, out var theirs))
                continue;
            var kept = theirs.Lines.Select(l => l.Id).ToHashSet();
            places.AddRange(ours.Lines.Index().Where(l => l.Item.Says && !kept.Contains(l.Item.Id) && file.Lines.Any(f => f.Id == l.Item.Id)).Select(l => (path, l.Index)));
        }

        if (places.Count == 0)
            return null;
        var (changed, line) = places[history.Random.Next(places.Count)];
        var text = history.Shop.Planner.Words.Vary(main[changed].Lines[line].Text);
        return main.With(changed, main[changed].With(line, 1, [history.Ledger.ByPerson(text)]));
    }

    private static TrueLine[] Resolve(History history, TrueLine[] ours, TrueLine[] theirs)
    {
        switch (history.Random.Next(4))
        {
            case 0:
                history.Ledger.End(theirs, LineEnd.Replaced);
                return ours;
            case 1:
                return theirs;
            case 2:
                return [.. theirs, .. ours];
            default:
                var text = ours.Concat(theirs).First(l => l.Says).Text;
                return [.. theirs, history.Ledger.ByPerson(history.Shop.Planner.Words.Vary(text))];
        }
    }
}
