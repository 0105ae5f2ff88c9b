using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>The branch arrives on <c>main</c> as one commit, made by hand or as hosts make it, and is deleted.</summary>
internal sealed class SquashMerge : IOperation
{
    public string Name => "squash";

    public Aftermath? Run(History history, GitRunner git)
    {
        var fork = history.Commits[history.Fork].Tree;
        if (TreeMerge.Merge(fork, history.Commits[history.Main].Tree, history.WorkTree) is not { } tree)
            return null;
        history.Shop.Pass(7200);
        git.Now = history.Shop.Now;
        var merged = history.Random.Next(4) switch
        {
            0 => Squash(git, "Squashed commit of the following:\n\nthe work"),
            1 => Squash(git, "Sell more (#12)\n\n* the work\n\n* and more of it", "GitHub <noreply@github.com>"),
            2 => Squash(git, "Merged in work (pull request #7)\n\nSell more\n\nApproved-by: Linus"),
            _ => ByGitLab(git),
        };
        if (!merged)
            return null;
        git.Run("branch", "-q", "-D", "work");
        if (history.Random.Next(2) == 0)
        {
            git.Run("reflog", "expire", "--expire=now", "--all");
            git.Run("gc", "-q", "--prune=now");
        }

        return new Aftermath(tree, [tree, .. history.Trees(history.Main)], []);
    }

    private static bool Squash(GitRunner git, string message, string? committer = null)
    {
        git.Run("checkout", "-q", "main");
        if (!git.Succeeds("merge", "-q", "--squash", "work"))
            return false;
        git.Author = committer ?? git.Author;
        git.Run("commit", "-q", "--allow-empty", "-m", message);
        return true;
    }

    /// <summary>A commit of the whole branch where the branch began, and a merge of it.</summary>
    private static bool ByGitLab(GitRunner git)
    {
        var fork = git.Run("merge-base", "main", "work").Trim();
        var squashed = git.Run("commit-tree", "-p", fork, "-m", "Sell more", "work^{tree}").Trim();
        git.Run("checkout", "-q", "main");
        return git.Succeeds("merge", "-q", "--no-ff", "-m", "Merge branch 'work' into 'main'\n\nSell more\n\nSee merge request shop/shop!3", squashed);
    }
}
