using System.Collections.Immutable;
using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Operations;

/// <summary>Every commit is written anew: all files lie deeper, one is gone from the start, and the people have other addresses.</summary>
internal sealed class FilterRewrite : IOperation
{
    public string Name => "filter-rewrite";

    public Aftermath? Run(History history, GitRunner git)
    {
        var prefix = history.Random.Next(3) == 0 ? "" : "packages/shop/";
        var dropped = history.Random.Next(2) == 0 ? history.Commits[0].Tree.Files.Keys.First() : null;
        PlannedCommit[] commits =
        [
            .. history.Commits.Select(c => c with
            {
                Tree = new TrueTree(c.Tree.Files.Where(f => f.Key != dropped).ToImmutableSortedDictionary(f => prefix + f.Key, f => f.Value, StringComparer.Ordinal)),
                Author = c.Author.Replace("shop.example", "new.example", StringComparison.Ordinal),
            }),
        ];
        Directory.Delete(git.Folder, true);
        var rewritten = new History
        {
            Commits = commits,
            Fork = history.Fork,
            Main = history.Main,
            Work = history.Work,
            Sessions = history.Sessions,
            Folder = history.Folder,
            Shop = history.Shop,
        };
        RepositoryWriter.Write(git, rewritten);
        return new Aftermath(rewritten.WorkTree, [.. rewritten.Trees(history.Work)], [.. rewritten.Trees(history.Main)]);
    }
}
