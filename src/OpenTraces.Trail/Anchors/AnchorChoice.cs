using OpenTraces.Schema;
using OpenTraces.Trail.History;

namespace OpenTraces.Trail.Anchors;

/// <summary>Chooses, of the commits a patch was found in, the one that accepted it.</summary>
internal static class AnchorChoice
{
    private const int Part = 2;

    /// <summary>For each patch the match that stands, or null.</summary>
    /// <param name="search">Where patches were found.</param>
    /// <param name="count">How many patches there are.</param>
    /// <param name="reachable">Which commits the question is about: they come first.</param>
    public static CommitMatch?[] Choose(HistorySearch search, int count, bool[] reachable)
    {
        var chosen = new CommitMatch?[count];
        foreach (var group in search.Matches.GroupBy(m => m.Match.Patch.Index))
        {
            chosen[group.Key] = group
                .OrderByDescending(m => reachable[m.Commit])
                .ThenBy(m => Rank(m.Match) > Part)
                // What was there just before the patch was made is more likely its copy than a clock that goes wrong.
                .ThenByDescending(m => m.Match.Patch.IsBefore(search.Log.Commit(m.Commit).CommitterTime))
                .ThenBy(m => Rank(m.Match))
                .ThenByDescending(m => m.Match.Complete ? 0 : m.Match.Lines.Count)
                // Of equal ones that which was not written before the patch: a rebase gives all commits one time, and keeps the authors'.
                .ThenByDescending(m => m.Match.Patch.IsBefore(search.Log.Commit(m.Commit).AuthorTime))
                .ThenBy(m => m.Commit)
                .First();
        }

        return chosen;
    }

    /// <summary>All of it, then some of it, then something like it, then a place nobody can name.</summary>
    private static int Rank(PatchMatch match) =>
        match.Ambiguous ? 4
        : match.Tier is EvidenceTier.StructuralSymbol or EvidenceTier.TimeFileOverlap ? 3
        : match.Complete ? 1
        : Part;
}
