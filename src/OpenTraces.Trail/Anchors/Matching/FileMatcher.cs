using OpenTraces.Schema;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Finds which patches a commit's change of one file holds. Strong evidence claims its lines before weak evidence looks.</summary>
internal static class FileMatcher
{
    /// <param name="file">The change.</param>
    /// <param name="candidates">The patches that may be in it, in the order they were made.</param>
    /// <param name="time">When it was committed: patches that were made later, as far as clocks can be trusted, come after the others.</param>
    /// <param name="landed">Patches an earlier commit took whole: they come last.</param>
    public static List<PatchMatch> Match(CommitFile file, IReadOnlyList<PreparedPatch> candidates, DateTimeOffset time, IReadOnlySet<int> landed)
    {
        var found = new Dictionary<int, PatchMatch>();
        PreparedPatch[] fresh = [.. candidates.Where(p => !landed.Contains(p.Index))];
        PreparedPatch[] seen = [.. candidates.Where(p => landed.Contains(p.Index))];
        foreach (var round in (PreparedPatch[][])[[.. fresh.Where(p => p.IsBefore(time))], [.. fresh.Where(p => !p.IsBefore(time))], seen])
        {
            WholeMatcher.Match(file, Open(round), found);
            foreach (var patch in Latest(Open(round)))
                Keep(PartialMatcher.Match(patch, file));
            foreach (var patch in Latest(Open(round)))
                Keep(TokenMatcher.Match(patch, file));
            SiblingMatcher.Match(file, Open(round), found);
        }

        foreach (var patch in Latest(Open(fresh)))
            Keep(SimilarMatcher.Match(patch, file));
        RemovalMatcher.Match(file, Open(fresh), found);
        RemovalMatcher.Match(file, Open(seen), found);
        foreach (var patch in Open(candidates))
            Keep(WholeFileMatcher.Match(patch, file));
        return [.. found.Values.Select(m => WholeFileMatcher.Strengthen(m, file)).OrderBy(m => m.Patch.Index)];

        PreparedPatch[] Open(IEnumerable<PreparedPatch> patches) => [.. patches.Where(p => !found.ContainsKey(p.Index))];

        void Keep(PatchMatch? match)
        {
            if (match is null)
                return;
            file.Claim(match.Lines);
            found[match.Patch.Index] = match;
        }
    }

    /// <summary>The tier of lines that are equal but for white space.</summary>
    public static string LineTier(IEnumerable<MatchedLine> lines, PatchLines patch, CommitFile file) =>
        lines.All(l => file.Exact(l.Index) == patch.Exact[l.PatchLine]) ? EvidenceTier.ExactRangeHash : EvidenceTier.GitCleanRangeHash;

    private static IEnumerable<PreparedPatch> Latest(PreparedPatch[] patches)
    {
        for (var i = patches.Length - 1; i >= 0; i--)
            yield return patches[i];
    }
}
