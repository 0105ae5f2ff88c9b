using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Text;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>A file is deleted, and later there is one of its name again: the same, one of a person, or one of an agent.</summary>
internal sealed class Recreate : IOperation
{
    public string Name => "recreate";

    public Aftermath? Run(History history, GitRunner git)
    {
        var shop = history.Shop;
        var before = history.WorkTree;
        var path = before.Files.Keys.ElementAt(history.Random.Next(before.Files.Count));
        var old = before[path];
        var without = before.Without(path);
        history.Ledger.End(old.Lines, LineEnd.Taken);
        Worktree.Commit(git, history, before, without, "Delete a file");
        shop.Tree = without;
        switch (history.Random.Next(3))
        {
            case 0:
                shop.Tree = before;
                break;
            case 1:
                shop.Create(path);
                break;
            default:
                var language = Language.Of(path);
                // Some of it as it was, typed again.
                string[] texts =
                [
                    .. language.Header(shop.Planner.Words, history.Random), .. old.Texts.Skip(8).Take(12), .. language.Function(shop.Planner.Words, history.Random),
                    .. language.Footer(),
                ];
                history.NewSession().Create(path, texts);
                break;
        }

        var after = shop.Tree;
        Worktree.Commit(git, history, without, after, "Bring it back");
        return Worktree.OnWork(history, after, without);
    }
}
