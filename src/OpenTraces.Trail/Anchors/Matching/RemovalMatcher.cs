using OpenTraces.Schema;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Patches that only take lines away: found where a hunk takes the same lines away.</summary>
internal static class RemovalMatcher
{
    public static void Match(CommitFile file, IReadOnlyList<PreparedPatch> patches, Dictionary<int, PatchMatch> found)
    {
        for (var i = patches.Count - 1; i >= 0; i--)
        {
            var patch = patches[i];
            if (patch.Added.Count > 0 || patch.Removed.Solid.Length == 0 || patch.RemovedWords.Count == 0)
                continue;
            var places = Find(patch.Removed, file);
            if (places.Count == 0)
                continue;
            var best = Best(patch, file, places);
            var distinct = patch.RemovedWords.Count >= Distinctiveness.Enough;
            if (best >= 0)
                file.ClaimRemoved(places[best].Hunk, places[best].First, places[best].Count);
            found[patch.Index] = new PatchMatch
            {
                Patch = patch,
                Path = file.Path,
                Tier = best < 0 ? EvidenceTier.Unknown : places[best].Exact ? EvidenceTier.ExactRangeHash : EvidenceTier.GitCleanRangeHash,
                Complete = best >= 0,
                Distinct = best >= 0 && distinct && places.Count == 1,
                Ambiguous = best < 0,
                Limitations = best < 0 ? [Limitation.Ambiguous] : distinct ? [] : [Limitation.IndistinctText],
            };
        }
    }

    private static List<(int Hunk, int First, int Count, bool Exact)> Find(PatchLines patch, CommitFile file)
    {
        var places = new List<(int, int, int, bool)>();
        for (var hunk = 0; hunk < file.Hunks.Count; hunk++)
        {
            var block = file.RemovedBlocks[hunk];
            for (var at = 0; at + patch.Solid.Length <= block.Solid.Length; at++)
            {
                if (!block.SolidSpace.AsSpan(at, patch.Solid.Length).SequenceEqual(patch.SolidSpace))
                    continue;
                var first = block.Solid[at];
                var count = block.Solid[at + patch.Solid.Length - 1] - first + 1;
                if (!file.IsRemovedFree(hunk, first, count))
                    continue;
                var exact = Enumerable.Range(0, patch.Solid.Length).All(i => block.Exact[block.Solid[at + i]] == patch.Exact[patch.Solid[i]]);
                places.Add((hunk, first, count, exact));
                at += patch.Solid.Length - 1;
            }
        }

        return places;
    }

    private static int Best(PreparedPatch patch, CommitFile file, List<(int Hunk, int First, int Count, bool Exact)> places)
    {
        if (places.Count == 1)
            return 0;
        int[] pure = [.. Enumerable.Range(0, places.Count).Where(i =>
            file.Hunks[places[i].Hunk].Added.Count == 0 && file.RemovedBlocks[places[i].Hunk].Solid.Length == patch.Removed.Solid.Length)];
        if (pure.Length == 1)
            return pure[0];
        if (patch.Content.OldStart is not { } line)
            return -1;
        int[] there = [.. Enumerable.Range(0, places.Count).Where(i =>
            file.Hunks[places[i].Hunk].OldStart + places[i].First == line + patch.Removed.Solid[0])];
        return there.Length == 1 ? there[0] : -1;
    }
}
