using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>A commit is undone, by the same person or another, with git's words or without.</summary>
internal sealed class Revert : IOperation
{
    public string Name => "revert";

    public Aftermath? Run(History history, GitRunner git)
    {
        var commits = history.WorkCommits.ToArray();
        var at = history.Random.Next(commits.Length);
        var (made, before) = (history.Commits[commits[at]].Tree, history.TreeBefore(commits[at]));
        if (TreeMerge.Merge(made, history.WorkTree, before) is not { } tree)
            return null;
        history.Shop.Pass(500);
        git.Now = history.Shop.Now;
        git.Author = history.Random.Next(2) == 0 ? history.Commits[commits[at]].Author : "Grace <grace@shop.example>";
        var id = $"HEAD~{commits.Length - 1 - at}";
        if (!git.Succeeds("revert", "--no-edit", id))
            return null;
        if (history.Random.Next(3) == 0)
            git.Run("commit", "-q", "--amend", "--allow-empty", "-m", "Go back to how it was");
        var left = Lines(tree).Select(l => l.Id).ToHashSet();
        var old = Lines(before).Select(l => l.Id).ToHashSet();
        var mine = Lines(made).Select(l => l.Id).ToHashSet();
        history.Ledger.End(Lines(history.WorkTree).Where(l => !left.Contains(l.Id) && mine.Contains(l.Id) && !old.Contains(l.Id)), LineEnd.Reverted);
        return Worktree.OnWork(history, tree);
    }

    private static IEnumerable<TrueLine> Lines(TrueTree tree) => tree.Files.Values.SelectMany(f => f.Lines);
}
