using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Operations;

/// <summary>A commit joins an earlier one.</summary>
internal sealed class Fixup : IOperation
{
    public string Name => "fixup";

    public Aftermath? Run(History history, GitRunner git)
    {
        var commits = history.WorkCommits.ToList();
        var into = history.Random.Next(commits.Count - 1);
        var moved = history.Random.Next(into + 1, commits.Count);
        var steps = commits.Where((_, i) => i != moved).Select(c => (c, false)).ToList();
        steps.Insert(into + 1, (commits[moved], true));
        return TodoList.Run(history, git, steps);
    }
}
