using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>Files move, sometimes with a change in the same commit.</summary>
internal sealed class Rename : IOperation
{
    public string Name => "rename";

    public Aftermath? Run(History history, GitRunner git)
    {
        var shop = history.Shop;
        var before = shop.Tree;
        foreach (var path in before.Files.Keys.OrderBy(_ => history.Random.Next()).Take(history.Random.Next(1, 3)).ToArray())
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            var target = history.Random.Next(2) == 0 ? $"lib/{name}" : $"src/new_{name}";
            if (shop.Tree.Files.ContainsKey(target) || target == path)
                continue;
            shop.Tree = shop.Tree.Moved(path, target);
            if (history.Random.Next(3) == 0)
                shop.Apply(shop.Planner.Plan(shop.Tree, [target]), null);
        }

        Worktree.Commit(git, history, before, shop.Tree, "Move files", "--allow-empty");
        return Worktree.OnWork(history, shop.Tree);
    }
}
