using OpenTraces.Attribution.Actors;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Histories;

/// <summary>A made-up past: commits on <c>main</c>, and a branch <c>work</c> that left it, with the sessions behind them.</summary>
internal sealed class History
{
    /// <summary>A parent before its children.</summary>
    public required IReadOnlyList<PlannedCommit> Commits { get; init; }

    /// <summary>The commit <c>work</c> left <c>main</c> at.</summary>
    public required int Fork { get; init; }

    /// <summary>The last commit of <c>main</c>.</summary>
    public required int Main { get; init; }

    /// <summary>The last commit of <c>work</c>.</summary>
    public required int Work { get; init; }

    /// <summary>All that were ever opened; one that did nothing has a transcript of a few lines.</summary>
    public required List<AgentSession> Sessions { get; init; }

    /// <summary>Where sessions ran.</summary>
    public required string Folder { get; init; }

    /// <summary>The working tree as the last commit of <c>work</c> left it, and everyone who may go on in it.</summary>
    public required Workshop Shop { get; init; }

    public Ledger Ledger => Shop.Ledger;

    public Random Random => Shop.Random;

    /// <summary>The tree of the last commit of <c>work</c>.</summary>
    public TrueTree WorkTree => Commits[Work].Tree;

    public TrueTree TreeBefore(int commit) => Commits[commit].Parent < 0 ? TrueTree.Empty : Commits[Commits[commit].Parent].Tree;

    public AgentSession NewSession()
    {
        Shop.Pass(60);
        Sessions.Add(new AgentSession(Shop, Sessions.Count, Folder));
        return Sessions[^1];
    }

    /// <summary>The commits of <c>work</c> since it left, oldest first.</summary>
    public IEnumerable<int> WorkCommits => Path(Work).TakeWhile(c => c != Fork).Reverse();

    /// <summary>A commit and its ancestors, newest first.</summary>
    public IEnumerable<int> Path(int commit)
    {
        for (; commit >= 0; commit = Commits[commit].Parent)
            yield return commit;
    }

    public IEnumerable<TrueTree> Trees(int commit) => Path(commit).Select(c => Commits[c].Tree);
}
