using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>Two commits change places.</summary>
internal sealed class Reorder : IOperation
{
    public string Name => "reorder";

    public Aftermath? Run(History history, GitRunner git)
    {
        var commits = history.WorkCommits.ToList();
        var first = history.Random.Next(commits.Count - 1);
        (commits[first], commits[first + 1]) = (commits[first + 1], commits[first]);
        return TodoList.Run(history, git, [.. commits.Select(c => (c, false))]);
    }
}
