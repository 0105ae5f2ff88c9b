using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>The branch is put on top of what happened meanwhile.</summary>
internal sealed class Rebase : IOperation
{
    public string Name => "rebase";

    public Aftermath? Run(History history, GitRunner git)
    {
        var trees = new List<TrueTree> { history.Commits[history.Main].Tree };
        foreach (var commit in history.WorkCommits)
        {
            if (Worktree.Pick(history, trees[^1], commit) is not { } tree)
                return null;
            trees.Add(tree);
        }

        if (!git.Succeeds("rebase", "-q", "main"))
            return null;
        trees.Reverse();
        return new Aftermath(trees[0], [.. trees, .. history.Trees(history.Main).Skip(1)], []);
    }
}
