namespace OpenTraces.Trail.Survival;

/// <summary>Names what became of a patch from where its lines are.</summary>
internal static class SurvivalVerdict
{
    public static PatchFate Of(
        TrackedPatch patch, IReadOnlyList<(string Path, LineSpot Spot)> spots, IReadOnlyList<(int PatchLine, LineDeath Death)> deaths)
    {
        if (patch.Lines.Count == 0)
        {
            var file = OfFile(patch, spots, deaths);
            return file with { Ends = IsGone(file.State) ? [.. file.EndedBy is null ? (int?[])[] : [file.EndedBy]] : [null] };
        }

        var alive = spots.Where(s => !s.Spot.Restored).Select(s => s.Spot.PatchLine).ToHashSet();
        var fate = new PatchFate
        {
            State = SurvivalState.PartiallyPreserved,
            LinesAlive = alive.Count,
            CurrentPath = spots.Select(s => s.Path).Order(StringComparer.Ordinal).FirstOrDefault(),
            Places = [.. spots.Select(s => (s.Path, s.Spot.Line, s.Spot.PatchLine, s.Spot.Moved)).Order()],
        };
        var basis = patch.Telling.Count > 0 ? patch.Telling : Enumerable.Range(0, patch.Written).ToHashSet();
        fate = fate with { Ends = Ends(patch, basis, alive, deaths) };
        var left = basis.Count(alive.Contains);
        if (left == 0)
            return OfGone(fate, deaths);
        if (left < basis.Count)
            return fate;
        return fate with
        {
            State = patch.Relaid || spots.Any(s => s.Spot.Relaid) ? SurvivalState.AliveTransformed
                : spots.Any(s => s.Path == patch.Path) ? SurvivalState.AliveOnPath
                : SurvivalState.AliveMoved,
        };
    }

    private static bool IsGone(SurvivalState state) => state is SurvivalState.Reverted or SurvivalState.Repaired or SurvivalState.Lost;

    private static int?[] Ends(
        TrackedPatch patch, IReadOnlySet<int> basis, HashSet<int> alive, IReadOnlyList<(int PatchLine, LineDeath Death)> deaths)
    {
        var ends = deaths.ToDictionary(d => d.PatchLine, d => d.Death.Commit);
        return
        [
            .. patch.Lines.Select(l => l.PatchLine).Distinct().Where(basis.Contains).Order()
                .Where(line => alive.Contains(line) || ends.ContainsKey(line))
                .Select(line => alive.Contains(line) ? (int?)null : ends[line]),
        ];
    }

    private static PatchFate OfGone(PatchFate fate, IReadOnlyList<(int PatchLine, LineDeath Death)> deaths)
    {
        var last = deaths.Count == 0 ? -1 : deaths.Max(d => d.Death.Commit);
        var undone = deaths.Where(d => d.Death.Undone).Select(d => d.Death.Commit).DefaultIfEmpty(-1).Max();
        return fate with
        {
            State = undone >= 0 ? SurvivalState.Reverted
                : deaths.Any(d => d.Death.Replaced) ? SurvivalState.Repaired
                : SurvivalState.Lost,
            EndedBy = undone >= 0 ? undone : last < 0 ? null : last,
            CurrentPath = null,
        };
    }

    /// <summary>A patch without lines of its own: a deletion, a move, an empty file.</summary>
    private static PatchFate OfFile(
        TrackedPatch patch, IReadOnlyList<(string Path, LineSpot Spot)> spots, IReadOnlyList<(int PatchLine, LineDeath Death)> deaths)
    {
        var file = spots.Where(s => s.Spot.Line == 0).Select(s => s.Path).Order(StringComparer.Ordinal).FirstOrDefault();
        if (spots.Any(s => s.Spot.Restored))
            return new PatchFate { State = SurvivalState.Reverted, EndedBy = deaths.Max(d => d.Death.Commit) };
        if (file is null)
        {
            return new PatchFate
            {
                State = deaths.Any(d => d.Death.Undone) ? SurvivalState.Reverted : SurvivalState.Lost,
                EndedBy = deaths.Count == 0 ? null : deaths.Max(d => d.Death.Commit),
            };
        }

        return new PatchFate
        {
            State = file == patch.Path || patch.DeletesFile || patch.Removed.Length > 0 ? SurvivalState.AliveOnPath : SurvivalState.AliveMoved,
            CurrentPath = patch.DeletesFile ? null : file,
        };
    }
}
