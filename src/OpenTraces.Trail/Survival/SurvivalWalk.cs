using System.Collections.Immutable;
using OpenTraces.Trail.History;

namespace OpenTraces.Trail.Survival;

/// <summary>
/// Follows the lines of patches from the commits that accepted them to a revision, and judges what became of each patch.
/// A pure function of the history: nothing is read while it runs.
/// </summary>
internal sealed class SurvivalWalk
{
    /// <summary>Stands for the line of a patch that has none: a deletion, a move, an empty file.</summary>
    private const int FilePatch = -1;

    private readonly IHistoryView _view;
    private readonly IReadOnlyList<TrackedPatch> _patches;
    private readonly ILookup<int, int> _byCommit;
    private readonly FileDelta?[] _accepted;

    private SurvivalWalk(IHistoryView view, IReadOnlyList<TrackedPatch> patches)
    {
        _view = view;
        _patches = patches;
        _byCommit = Enumerable.Range(0, patches.Count).ToLookup(p => patches[p].Commit);
        _accepted = [.. patches.Select(p => view.DeltasOf(p.Commit, 0)?.FirstOrDefault(d => (d.NewPath ?? d.OldPath) == p.Path || d.OldPath == p.Path))];
    }

    /// <summary>The fate of each patch at a revision.</summary>
    public static PatchFate[] Run(IHistoryView view, IReadOnlyList<TrackedPatch> patches, int revision)
    {
        var walk = new SurvivalWalk(view, patches);
        var (state, ancestors) = walk.Follow(revision);
        var spots = state.Alive.SelectMany(f => f.Value.Select(s => (Path: f.Key, Spot: s))).ToLookup(s => s.Spot.Patch);
        var deaths = state.Dead.ToLookup(d => d.Key.Patch, d => (d.Key.PatchLine, d.Value));
        return [.. patches.Select((p, i) => ancestors[p.Commit]
            ? SurvivalVerdict.Of(p, [.. spots[i]], [.. deaths[i]])
            : new PatchFate { State = SurvivalState.OrphanBranch })];
    }

    private (VersionState State, bool[] Ancestors) Follow(int revision)
    {
        var ancestors = new bool[_view.Count];
        var children = new int[_view.Count];
        if (revision < 0)
            return (VersionState.Empty, ancestors);
        ancestors[revision] = true;
        for (var i = revision; i >= 0; i--)
        {
            foreach (var parent in ancestors[i] ? _view.ParentsOf(i) : [])
            {
                if (parent < 0)
                    continue;
                ancestors[parent] = true;
                children[parent]++;
            }
        }

        var states = new VersionState?[_view.Count];
        for (var i = 0; i <= revision; i++)
        {
            if (!ancestors[i])
                continue;
            states[i] = Enter(i, Merge(i, states));
            foreach (var parent in _view.ParentsOf(i))
            {
                // The last child lets go of its parent's version.
                if (parent >= 0 && --children[parent] == 0)
                    states[parent] = null;
            }
        }

        return (states[revision]!, ancestors);
    }

    private VersionState Merge(int commit, VersionState?[] states)
    {
        VersionState? merged = null;
        var parents = _view.ParentsOf(commit);
        for (var p = 0; p < parents.Count; p++)
        {
            if (parents[p] < 0 || states[parents[p]] is not { } before)
                continue;
            var side = Carry(before, _view.DeltasOf(commit, p), commit);
            merged = merged is null || ReferenceEquals(merged, side) ? side : Union(merged, side, commit);
        }

        return merged ?? VersionState.Empty;
    }

    private static VersionState Union(VersionState one, VersionState other, int commit)
    {
        var merged = one;
        foreach (var (path, spots) in other.Alive)
        {
            if (!one.Alive.TryGetValue(path, out var held) || !ReferenceEquals(held, spots))
                merged = merged.With(path, spots);
        }

        if (!other.Deleted.IsEmpty)
            merged = merged with { Deleted = merged.Deleted.SetItems(other.Deleted) };
        if (one.Dead.IsEmpty && other.Dead.IsEmpty)
            return merged;
        var alive = merged.Alive.SelectMany(f => f.Value).Select(s => (s.Patch, s.PatchLine)).ToHashSet();
        var dead = merged.Dead.ToBuilder();
        foreach (var (line, death) in other.Dead)
        {
            // A line one side lost earlier was not lost in the merge.
            if (!dead.TryGetValue(line, out var held) || (held.Commit == commit && death.Commit != commit))
                dead[line] = death;
        }

        // That what a patch took away was brought back is told by such an end, though the file is there.
        foreach (var line in dead.Where(d => !(d.Key.PatchLine == FilePatch && d.Value.Undone) && alive.Contains(d.Key)).Select(d => d.Key).ToArray())
            dead.Remove(line);
        return merged with { Dead = dead.ToImmutable() };
    }

    /// <summary>Moves the followed lines of a parent's version into the commit's.</summary>
    private VersionState Carry(VersionState state, IReadOnlyList<FileDelta>? deltas, int commit)
    {
        if (deltas is null || state.Alive.IsEmpty && state.Dead.IsEmpty)
            return state;
        var next = state;
        var moved = new List<(string Path, LineSpot[] Spots)>();
        foreach (var delta in deltas)
        {
            if (delta.OldPath is not { } old || !state.Alive.TryGetValue(old, out var spots))
            {
                Recreate(delta, state, commit, moved, ref next);
                continue;
            }

            next = next with { Alive = next.Alive.Remove(old) };
            if (delta.NewPath is null)
                next = next with { Deleted = next.Deleted.SetItem(delta.OldBlob, spots) };
            var kept = new List<LineSpot>();
            foreach (var spot in spots)
            {
                if (Away(spot, delta, commit) is { } move)
                    moved.Add((move.NewPath, [spot with { Line = move.NewLine, Moved = true }]));
                else
                    next = Step(spot, delta, commit, kept, next);
            }

            next = Restore(spots, delta, commit, kept, next);
            if (kept.Count > 0)
                moved.Add((delta.NewPath ?? old, [.. kept]));
        }

        foreach (var (path, spots) in moved)
            next = next.With(path, spots);
        return next;
    }

    /// <summary>
    /// Where a line went that was put elsewhere, unless the commit says that it undoes the one that brought it. That the file is
    /// then what it was before says nothing: that is how files are split.
    /// </summary>
    private LineMove? Away(LineSpot spot, FileDelta delta, int commit) =>
        spot.Line > 0 && delta.Moves.TryGetValue(spot.Line, out var move) && !_view.RevertsOf(commit).Contains(_patches[spot.Patch].Commit) ? move : null;

    private VersionState Step(LineSpot spot, FileDelta delta, int commit, List<LineSpot> kept, VersionState next)
    {
        if (spot.Line == 0)
        {
            // A patch that deleted its file stays where the file was.
            if (delta.NewPath is not null || IsRemoval(spot.Patch))
                kept.Add(spot);
            else
                next = Die(next, spot, new LineDeath(commit, false, IsUndone(spot.Patch, delta, commit)));
            return next;
        }

        var fate = delta.Map(spot.Line);
        if (!fate.IsGone)
        {
            kept.Add(spot with { Line = fate.Line });
            return next;
        }

        var undone = IsUndone(spot.Patch, delta, commit);
        var hunk = fate.Hunk < 0 ? null : delta.Hunks[fate.Hunk];
        var any = false;
        foreach (var pair in undone || hunk is null ? [] : hunk.Kept)
        {
            if (pair.Old != spot.Line - hunk!.OldStart)
                continue;
            kept.Add(spot with { Line = hunk.NewStart + pair.New, Relaid = spot.Relaid || !pair.SameText });
            any = true;
        }

        return any ? next : Die(next, spot, new LineDeath(commit, hunk is { NewCount: > 0 }, undone));
    }

    private static VersionState Die(VersionState state, LineSpot spot, LineDeath death) =>
        spot.Restored ? state : state with { Dead = state.Dead.SetItem((spot.Patch, spot.PatchLine), death) };

    /// <summary>True when a change puts back what stood there before the patch: it says so, or the text or the file is that of before.</summary>
    private bool IsUndone(int patch, FileDelta delta, int commit)
    {
        var tracked = _patches[patch];
        if (_view.RevertsOf(commit).Contains(tracked.Commit))
            return true;
        if (_accepted[patch] is { OldPath: not null } accepted && delta.NewPath == accepted.OldPath
            && string.Equals(delta.NewBlob, accepted.OldBlob, StringComparison.Ordinal))
            return true;
        return tracked.Removed.Length > 0 && delta.Hunks.Any(h => h.AddedLines is { } added && added.AsSpan().IndexOf(tracked.Removed) >= 0);
    }

    private bool IsRemoval(int patch) => _patches[patch].Lines.Count == 0 && (_patches[patch].Removed.Length > 0 || _patches[patch].DeletesFile);

    /// <summary>Follows lines that a deletion took away from where somebody brings them back.</summary>
    private VersionState Restore(IEnumerable<LineSpot> spots, FileDelta delta, int commit, List<LineSpot> kept, VersionState next)
    {
        foreach (var spot in spots)
        {
            if (spot.Line != 0 || !IsRemoval(spot.Patch) || delta.NewPath is null)
                continue;
            var removed = _patches[spot.Patch].Removed;
            var whole = _view.RevertsOf(commit).Contains(_patches[spot.Patch].Commit)
                || (_accepted[spot.Patch] is { OldPath: not null } accepted && string.Equals(delta.NewBlob, accepted.OldBlob, StringComparison.Ordinal));
            foreach (var hunk in delta.Hunks)
            {
                var at = removed.Length == 0 || hunk.AddedLines is null ? -1 : hunk.AddedLines.AsSpan().IndexOf(removed);
                if (at < 0 && !whole)
                    continue;
                var (first, count) = at < 0 ? (0, hunk.NewCount) : (at, removed.Length);
                for (var i = first; i < first + count; i++)
                    kept.Add(new LineSpot(hunk.NewStart + i, spot.Patch, -2 - i, false, true));
                next = next with { Dead = next.Dead.SetItem((spot.Patch, FilePatch), new LineDeath(commit, false, true)) };
            }
        }

        return next;
    }

    /// <summary>A file appears that had been deleted, as it was or where a patch had deleted one.</summary>
    private void Recreate(FileDelta delta, VersionState state, int commit, List<(string, LineSpot[])> moved, ref VersionState next)
    {
        if (delta.OldPath is not null || delta.NewPath is not { } path)
            return;
        if (next.Deleted.TryGetValue(delta.NewBlob, out var gone))
        {
            LineSpot[] back = [.. gone.Where(s => s.Line > 0)];
            moved.Add((path, back));
            next = next with { Dead = next.Dead.RemoveRange(back.Select(s => (s.Patch, s.PatchLine))), Deleted = next.Deleted.Remove(delta.NewBlob) };
        }

        if (!state.Alive.TryGetValue(path, out var spots))
            return;
        var kept = new List<LineSpot>();
        next = Restore(spots, delta, commit, kept, next);
        moved.Add((path, [.. kept]));
    }

    /// <summary>Adds the patches a commit accepted, and those whose end it took back.</summary>
    private VersionState Enter(int commit, VersionState state)
    {
        foreach (var killer in state.Dead.IsEmpty ? [] : _view.RevertsOf(commit))
            state = Revive(commit, killer, state);
        foreach (var index in _byCommit[commit])
        {
            var patch = _patches[index];
            state = state.With(patch.Path, patch.Lines.Count == 0
                ? [new LineSpot(0, index, FilePatch, false, false)]
                : patch.Lines.Select(l => new LineSpot(l.Line, index, l.PatchLine, false, false)));
        }

        return state;
    }

    private VersionState Revive(int commit, int killer, VersionState state)
    {
        var lost = state.Dead.Where(d => d.Value.Commit == killer && d.Key.PatchLine >= 0).GroupBy(d => d.Key.Patch).ToArray();
        foreach (var patch in lost)
        {
            var added = _patches[patch.Key].Added;
            foreach (var delta in added.Length == 0 ? [] : _view.DeltasOf(commit, 0) ?? [])
            {
                foreach (var hunk in delta.Hunks)
                {
                    var at = hunk.AddedLines is null ? -1 : hunk.AddedLines.AsSpan().IndexOf(added);
                    if (at < 0 || delta.NewPath is not { } path)
                        continue;
                    state = state.With(path, Enumerable.Range(0, added.Length).Select(i => new LineSpot(hunk.NewStart + at + i, patch.Key, i, false, false)));
                    state = state with { Dead = state.Dead.RemoveRange(patch.Select(d => d.Key)) };
                }
            }
        }

        return state;
    }
}
