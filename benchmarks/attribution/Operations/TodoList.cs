using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>An interactive rebase of <c>work</c> whose list of things to do is given.</summary>
internal static class TodoList
{
    /// <param name="history">The past.</param>
    /// <param name="git">The repository.</param>
    /// <param name="steps">Commits in their new order; one that is a fixup joins the one before it.</param>
    public static Aftermath? Run(History history, GitRunner git, IReadOnlyList<(int Commit, bool IsFixup)> steps)
    {
        var trees = new List<TrueTree> { history.Commits[history.Fork].Tree };
        foreach (var (commit, isFixup) in steps)
        {
            if (Worktree.Pick(history, trees[^1], commit) is not { } tree)
                return null;
            if (isFixup)
                trees[^1] = tree;
            else
                trees.Add(tree);
        }

        var ids = git.Run("rev-list", "--reverse", "main..work").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var places = history.WorkCommits.Index().ToDictionary(c => c.Item, c => c.Index);
        var list = Path.Combine(git.Folder, ".git", "todo");
        File.WriteAllText(list, string.Concat(steps.Select(s => $"{(s.IsFixup ? "fixup" : "pick")} {ids[places[s.Commit]]}\n")));
        git.Environment["GIT_SEQUENCE_EDITOR"] = $"cp '{list}'";
        if (!git.Succeeds("rebase", "-q", "-i", $"HEAD~{ids.Length}"))
            return null;
        trees.Reverse();
        return new Aftermath(trees[0], [.. trees, .. history.Trees(history.Fork).Skip(1)], [.. history.Trees(history.Main)]);
    }
}
