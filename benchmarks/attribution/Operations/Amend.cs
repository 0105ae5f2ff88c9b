using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>The last commit is made again with more in it.</summary>
internal sealed class Amend : IOperation
{
    public string Name => "amend";

    public Aftermath? Run(History history, GitRunner git)
    {
        Worktree.WorkOn(history);
        var tree = history.Shop.Tree;
        Worktree.Commit(git, history, history.WorkTree, tree, history.Commits[history.Work].Message, "--amend");
        return new Aftermath(tree, [tree, .. history.Trees(history.Commits[history.Work].Parent)], [.. history.Trees(history.Main)]);
    }
}
