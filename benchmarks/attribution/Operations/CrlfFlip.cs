using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>Every line end becomes a carriage return and a line feed.</summary>
internal sealed class CrlfFlip : IOperation
{
    public string Name => "crlf";

    public Aftermath? Run(History history, GitRunner git)
    {
        var (before, after) = (history.WorkTree, history.WorkTree);
        foreach (var (path, file) in before.Files)
            after = after.With(path, file with { IsCrlf = true });
        Worktree.Commit(git, history, before, after, "Line ends");
        return Worktree.OnWork(history, after);
    }
}
