using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>Steps that operations share.</summary>
internal static class Worktree
{
    /// <summary>Makes the files on the disk those of a tree.</summary>
    public static void Save(GitRunner git, TrueTree before, TrueTree after)
    {
        foreach (var path in before.Files.Keys.Where(p => !after.Files.ContainsKey(p)))
            File.Delete(Path.Combine(git.Folder, path));
        foreach (var (path, file) in after.Files)
        {
            if (before.Files.TryGetValue(path, out var old) && old.Text == file.Text)
                continue;
            var full = Path.Combine(git.Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, file.Text);
        }
    }

    /// <summary>Saves a tree and commits it.</summary>
    public static void Commit(GitRunner git, History history, TrueTree before, TrueTree after, string message, params string[] options)
    {
        history.Shop.Pass(history.Random.Next(60, 4000));
        git.Now = history.Shop.Now;
        Save(git, before, after);
        git.Run("add", "-A");
        git.Run(["commit", "-q", "-m", message, .. options]);
    }

    /// <summary>The outcome of commits on top of <c>work</c>, newest first, while <c>main</c> stands.</summary>
    public static Aftermath OnWork(History history, params TrueTree[] trees) =>
        new(trees[0], [.. trees, .. history.Trees(history.Work)], [.. history.Trees(history.Main)]);

    /// <summary>One to three edits of a person or an agent to the working tree.</summary>
    public static void WorkOn(History history)
    {
        var paths = history.Shop.Tree.Files.Keys.ToArray();
        var session = history.Random.Next(2) == 0 ? history.NewSession() : null;
        for (var i = history.Random.Next(1, 3); i > 0; i--)
        {
            history.Shop.Pass(30);
            if (session is not null)
                session.Work(paths);
            else
                history.Shop.Apply(history.Shop.Planner.Plan(history.Shop.Tree, paths), null);
        }
    }

    /// <summary>What a change of one commit makes of another tree; null when they are in each other's way.</summary>
    public static TrueTree? Pick(History history, TrueTree onto, int commit) =>
        TreeMerge.Merge(history.TreeBefore(commit), onto, history.Commits[commit].Tree);
}
