using OpenTraces.Schema;
using OpenTraces.Trail.History;

namespace OpenTraces.Trail.Anchors;

/// <summary>Chooses, of the commits a patch was found in, the one that accepted it.</summary>
internal sealed class AnchorChoice
{
    private const int Part = 2;

    private readonly HistoryLog _log;
    private readonly bool[] _reachable;
    private readonly Dictionary<int, bool[]> _ancestors = [];

    private AnchorChoice(HistoryLog log, bool[] reachable)
    {
        _log = log;
        _reachable = reachable;
    }

    /// <summary>For each patch the match that stands, or null.</summary>
    /// <param name="search">Where patches were found.</param>
    /// <param name="count">How many patches there are.</param>
    /// <param name="reachable">Which commits the question is about: they come first.</param>
    public static CommitMatch?[] Choose(HistorySearch search, int count, bool[] reachable)
    {
        var choice = new AnchorChoice(search.Log, reachable);
        var chosen = new CommitMatch?[count];
        foreach (var group in search.Matches.GroupBy(m => m.Match.Patch.Index))
            chosen[group.Key] = choice.Best([.. group]);
        return chosen;
    }

    private CommitMatch Best(List<CommitMatch> matches)
    {
        while (true)
        {
            var best = matches
                .OrderByDescending(m => _reachable[m.Commit])
                .ThenBy(m => Rank(m.Match) > Part)
                // What was there just before the patch was made is more likely its copy than a clock that goes wrong.
                .ThenByDescending(m => m.Match.Patch.IsBefore(_log.Commit(m.Commit).CommitterTime))
                .ThenBy(m => Rank(m.Match))
                .ThenByDescending(m => m.Match.Complete ? 0 : m.Match.Lines.Count)
                // Of equal ones that which was not written before the patch: a rebase gives all commits one time, and keeps the authors'.
                .ThenByDescending(m => m.Match.Patch.IsBefore(_log.Commit(m.Commit).AuthorTime))
                .ThenBy(m => m.Commit)
                .First();
            if (!IsTooEarly(best, matches) && !IsEcho(best, matches))
                return best;
            matches.Remove(best);
        }
    }

    /// <summary>
    /// True where the text was there before the patch was made, in this commit or in the one that it is a copy of, and a later commit of
    /// the same line, written after the patch, holds it once more.
    /// </summary>
    private bool IsTooEarly(CommitMatch match, List<CommitMatch> all) =>
        _log.FindEarlier(match) is { } early && all.Exists(m => Rank(m.Match) <= Part
            && m.Commit != match.Commit && m.Match.Patch.IsBefore(_log.Commit(m.Commit).AuthorTime) && IsAncestor(early, m.Commit));

    /// <summary>
    /// True for the copy of a commit, as a cherry-pick makes one, where an earlier commit had taken the patch before the copied one: what
    /// it holds is the same text once more, by whoever typed it.
    /// </summary>
    private bool IsEcho(CommitMatch match, List<CommitMatch> all)
    {
        var time = _log.Commit(match.Commit).AuthorTime;
        var originals = all.Where(m => m.Commit != match.Commit && _log.Commit(m.Commit).AuthorTime == time).ToArray();
        // What brings back what was taken away is no second instance.
        return originals.Length > 0 && originals.All(o => _log.RevertsOf(o.Commit).Count == 0 && all.Any(m =>
            m.Match is { Complete: true, Ambiguous: false }
            && _log.Commit(m.Commit).AuthorTime != time
            && m.Match.Patch.IsBefore(_log.Commit(m.Commit).AuthorTime)
            && IsAncestor(m.Commit, o.Commit)
            && !IsAncestor(m.Commit, match.Commit)));
    }

    private bool IsAncestor(int commit, int of)
    {
        if (!_ancestors.TryGetValue(of, out var ancestors))
            _ancestors[of] = ancestors = _log.AncestorsOf(of);
        return ancestors[commit];
    }

    /// <summary>All of it, then some of it, then something like it, then a place nobody can name.</summary>
    private static int Rank(PatchMatch match) =>
        match.Ambiguous ? 4
        : match.Tier is EvidenceTier.StructuralSymbol or EvidenceTier.TimeFileOverlap ? 3
        : match.Complete ? 1
        : Part;
}
