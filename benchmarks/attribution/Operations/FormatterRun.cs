using OpenTraces.Attribution.Formatters;
using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>Every file is laid out anew.</summary>
internal sealed class FormatterRun(DotnetFormat format) : IOperation
{
    public string Name => "formatter";

    private const int Kinds = 4;

    /// <summary>Names the files that <see cref="Run"/> will want formatted.</summary>
    public static void Collect(History history, DotnetFormat format)
    {
        if (history.Random.Next(Kinds) != Kinds - 1)
            return;
        foreach (var (path, file) in history.WorkTree.Files)
            format.Collect(path, file);
    }

    public Aftermath? Run(History history, GitRunner git)
    {
        var before = history.WorkTree;
        var after = before;
        var kind = history.Random.Next(Kinds);
        foreach (var (path, file) in before.Files)
        {
            after = after.With(path, kind switch
            {
                0 => Reindent.Run(file, history.Random.Next(3), history.Ledger),
                1 => Wrap.Run(path, file, history.Ledger),
                2 => SortImports.Run(path, file),
                _ => format.Run(path, file, history.Ledger),
            });
        }

        Worktree.Commit(git, history, before, after, "Format", "--allow-empty");
        return Worktree.OnWork(history, after);
    }
}
