using OpenTraces.Schema;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>
/// Short texts that say nothing alone, such as a brace, beside other hunks of the same call that were found: they stand
/// where the call's line numbers put them, or in the only place between their neighbours.
/// </summary>
internal static class SiblingMatcher
{
    public static void Match(CommitFile file, IReadOnlyList<PreparedPatch> patches, Dictionary<int, PatchMatch> found)
    {
        var anchored = found.Values.Where(m => m.Lines.Count > 0).ToLookup(m => Key(m.Patch));
        foreach (var patch in patches)
        {
            if (patch.Added.Solid.Length == 0)
                continue;
            var siblings = anchored[Key(patch)].OrderBy(m => m.Patch.Source.Ordinal).ToArray();
            if (siblings.Length == 0 || Place(patch, siblings, SolidRun.Find(patch, file), file) is not { } place)
                continue;
            var lines = SolidRun.Lines(patch.Added, file, place.Start, place.Slide);
            file.Claim(lines);
            found[patch.Index] = new PatchMatch
            {
                Patch = patch,
                Path = file.Path,
                Tier = FileMatcher.LineTier(lines, patch.Added, file),
                Lines = lines,
                Complete = true,
                Distinct = false,
                Limitations = [Limitation.IndistinctText],
            };
        }
    }

    private static (int Start, int Slide)? Place(
        PreparedPatch patch, PatchMatch[] siblings, List<(int Start, int Slide)> places, CommitFile file)
    {
        var before = siblings.LastOrDefault(s => s.Patch.Source.Ordinal < patch.Source.Ordinal);
        var after = siblings.FirstOrDefault(s => s.Patch.Source.Ordinal > patch.Source.Ordinal);
        var inside = places.FindAll(p => (before is null || Number(p) > before.Lines[^1].Number) && (after is null || Number(p) < after.Lines[0].Number));
        if (patch.Content.NewStart is { } line && (before ?? after) is { Patch.Content.NewStart: { } otherLine } near)
        {
            var first = near.Lines[0];
            var expected = line + patch.Added.Solid[0] + first.Number - (otherLine + first.PatchLine);
            var exact = inside.FindAll(p => Number(p) == expected);
            if (exact.Count == 1)
                return exact[0];
        }

        return inside.Count == 1 && before is not null && after is not null ? inside[0] : null;

        int Number((int Start, int Slide) place) => file.Numbers[file.Solid[place.Start]];
    }

    private static (TraceId, string, string) Key(PreparedPatch patch) =>
        (patch.Source.TraceId, patch.Content.ToolCallId, patch.Content.FilePath);
}
