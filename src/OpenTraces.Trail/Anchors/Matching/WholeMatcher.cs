using OpenTraces.Schema;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Patches whose added lines all stand together in the commit. Several equal ones are told apart by context.</summary>
internal static class WholeMatcher
{
    public static void Match(CommitFile file, IReadOnlyList<PreparedPatch> patches, Dictionary<int, PatchMatch> found)
    {
        var known = new HashSet<int>(file.SolidSpace);
        var groups = patches
            .Where(p => p.Added.Solid.Length > 0 && Array.TrueForAll(p.Added.SolidSpace, known.Contains))
            .GroupBy(p => p.Added.SolidSpace, SequenceComparer.Instance)
            // Long texts first: a short one may be a part of a long one.
            .OrderByDescending(g => g.Key.Length)
            .ThenByDescending(g => g.Max(p => p.Index));
        foreach (var group in groups)
        {
            // A patch that laid lines out anew, or has just their layout, may be found where others may not.
            foreach (var members in Alike(group, file))
            {
                var places = SolidRun.Find(members[0], file);
                if (places.Count > 0)
                    Assign(file, members, places, group.Count() == 1, found);
            }
        }
    }

    private static IEnumerable<PreparedPatch[]> Alike(IEnumerable<PreparedPatch> patches, CommitFile file) => !file.HasRelaid
        ? [patches.ToArray()]
        : patches.GroupBy(p => p.Added.Exact, SequenceComparer.Instance)
            .SelectMany(g => g.GroupBy(file.MayRelay))
            .OrderByDescending(g => g.Key)
            .ThenByDescending(g => g.Max(p => p.Index))
            .Select(g => g.ToArray());

    private static void Assign(
        CommitFile file, PreparedPatch[] patches, List<(int Start, int Slide)> places, bool isAlone, Dictionary<int, PatchMatch> found)
    {
        var open = patches.ToList();
        // As many calls as places, in the same order in one call: the n-th made the n-th.
        if (places.Count == open.Count && places.Count > 1 && open.Select(p => p.Content.ToolCallId).Distinct().Count() == 1)
        {
            for (var i = 0; i < places.Count; i++)
                Keep(open[i], places[i], unique: true);
            return;
        }

        // The last to write a text is the one whose text was committed.
        for (var i = open.Count - 1; i >= 0 && places.Count > 0; i--)
        {
            var patch = open[i];
            var best = Context.Best(patch, file, places);
            var rival = i > 0 && places.Count == 1 && !Context.SameWorkTree(patch, open[i - 1]);
            if (best < 0 || rival)
            {
                foreach (var other in open[..(i + 1)])
                    found[other.Index] = Doubtful(other, file);
                return;
            }

            if (!Context.IsEnough(patch, file, places[best], isOnlyPlace: places.Count == 1))
                continue;
            Keep(patch, places[best], unique: isAlone);
            places.RemoveAt(best);
        }

        void Keep(PreparedPatch patch, (int Start, int Slide) place, bool unique)
        {
            var lines = SolidRun.Lines(patch.Added, file, place.Start, place.Slide);
            var distinct = patch.AddedWords.Count >= Distinctiveness.Enough
                || (patch.AllWords >= Distinctiveness.Enough && Context.RemovedIsThere(patch, file, place.Start));
            // Where git shows a neighbour of the same text as the new one, it is not said which of the two is which.
            unique &= place.Slide == 0;
            file.Claim(lines);
            found[patch.Index] = new PatchMatch
            {
                Patch = patch,
                Path = file.Path,
                Tier = FileMatcher.LineTier(lines, patch.Added, file),
                Lines = lines,
                Complete = true,
                Distinct = distinct && unique,
                Limitations = distinct ? unique ? [] : [Limitation.RepeatedText] : [Limitation.IndistinctText],
            };
        }
    }

    private static PatchMatch Doubtful(PreparedPatch patch, CommitFile file) => new()
    {
        Patch = patch,
        Path = file.Path,
        Tier = EvidenceTier.Unknown,
        Complete = false,
        Distinct = false,
        Ambiguous = true,
        Limitations = [Limitation.Ambiguous],
    };
}
