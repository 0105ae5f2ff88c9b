using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.History;

/// <summary>What a commit changed itself: for a merge, the lines that no parent has.</summary>
internal static class MergeSides
{
    public static IEnumerable<(FileChange Change, IReadOnlyList<DiffHunk> Hunks)> OwnChanges(IReadOnlyList<TreeDiff> sides)
    {
        foreach (var change in sides[0].Changes)
        {
            if (!change.IsFile)
                continue;
            if (sides.Count == 1)
            {
                yield return (change, change.Hunks);
                continue;
            }

            var others = sides.Skip(1).Select(s => s.Changes.FirstOrDefault(c => c.NewPath is not null && c.NewPath == change.NewPath)).ToArray();
            if (change.NewPath is null || Array.Exists(others, o => o is null))
                continue;
            var hunks = others.Aggregate(change.Hunks, (own, other) => Intersect(own, other!.Hunks));
            if (hunks.Count > 0)
                yield return (change, hunks);
        }
    }

    /// <summary>The added lines of the first that the second adds too.</summary>
    private static List<DiffHunk> Intersect(IReadOnlyList<DiffHunk> own, IReadOnlyList<DiffHunk> other)
    {
        var lines = new HashSet<int>(other.SelectMany(h => Enumerable.Range(h.NewStart, h.Added.Count)));
        var result = new List<DiffHunk>();
        foreach (var hunk in own)
        {
            for (var i = 0; i < hunk.Added.Count;)
            {
                var first = i;
                while (i < hunk.Added.Count && lines.Contains(hunk.NewStart + i))
                    i++;
                if (i > first)
                    result.Add(new DiffHunk(hunk.OldStart, hunk.NewStart + first, hunk.Removed, [.. hunk.Added.Skip(first).Take(i - first)]));
                else
                    i++;
            }
        }

        return result;
    }
}
