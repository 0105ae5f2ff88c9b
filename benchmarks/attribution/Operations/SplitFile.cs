using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Text;

namespace OpenTraces.Attribution.Operations;

/// <summary>Part of a file becomes a file of its own.</summary>
internal sealed class SplitFile : IOperation
{
    public string Name => "split";

    public Aftermath? Run(History history, GitRunner git)
    {
        var shop = history.Shop;
        var before = shop.Tree;
        var long1 = before.Files.Where(f => f.Value.Lines.Count > 30).Select(f => f.Key).ToArray();
        if (long1.Length == 0)
            return null;
        var path = long1[history.Random.Next(long1.Length)];
        var (file, language) = (before[path], Language.Of(path));
        var end = file.Lines.Count - language.Footer().Count;
        int[] gaps = [.. Enumerable.Range(10, Math.Max(0, end - 14)).Where(i => file.Lines[i - 1].Text.Length == 0 && file.Lines[i].Text.Length > 0)];
        if (gaps.Length == 0)
            return null;
        var start = gaps[history.Random.Next(gaps.Length)];
        var stop = history.Random.Next(2) == 0 ? end : gaps.Where(g => g > start + 4).DefaultIfEmpty(end).First();
        var part = path.Insert(path.LastIndexOf('.'), "_part");
        var head = language.Header(shop.Planner.Words, history.Random).Select(history.Ledger.ByPerson);
        var moved = new Truth.TrueFile([.. head, .. file.Lines.Skip(start).Take(stop - start), .. language.Footer().Select(history.Ledger.ByPerson)]);
        shop.Tree = before.With(part, moved).With(path, file.With(start, stop - start, []));
        Worktree.Commit(git, history, before, shop.Tree, "Split a file");
        return Worktree.OnWork(history, shop.Tree);
    }
}
