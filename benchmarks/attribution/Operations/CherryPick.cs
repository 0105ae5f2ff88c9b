using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>Some commits of the branch are taken over to <c>main</c>.</summary>
internal sealed class CherryPick : IOperation
{
    public string Name => "cherry-pick";

    public Aftermath? Run(History history, GitRunner git)
    {
        var ids = git.Run("rev-list", "--reverse", "main..work").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.Run("checkout", "-q", "main");
        var trees = new List<TrueTree> { history.Commits[history.Main].Tree };
        foreach (var (at, commit) in history.WorkCommits.Index().ToArray())
        {
            if (history.Random.Next(3) == 0 || Worktree.Pick(history, trees[^1], commit) is not { } tree)
                continue;
            history.Shop.Pass(100);
            git.Now = history.Shop.Now;
            string[] option = history.Random.Next(2) == 0 ? ["-x"] : [];
            if (!git.Succeeds(["cherry-pick", "--allow-empty", .. option, ids[at]]))
                return null;
            trees.Add(tree);
        }

        trees.Reverse();
        return new Aftermath(trees[0], [.. trees, .. history.Trees(history.Main).Skip(1)], [.. history.Trees(history.Work)]);
    }
}
