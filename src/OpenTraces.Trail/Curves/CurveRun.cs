using OpenTraces.Bucket;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Survival;

namespace OpenTraces.Trail.Curves;

/// <summary>Measures how long the lines of all patches lived, in one reading of the history.</summary>
internal static class CurveRun
{
    public static async ValueTask<SurvivalCurves> RunAsync(
        IGitRepository git, ITraceStore store, SurvivalGrouping by, string revision, CancellationToken cancellationToken)
    {
        var stored = await StoredPatches.ReadAsync(git, store, revision, static _ => false, cancellationToken).ConfigureAwait(false);
        var set = stored.Anchors;
        var landed = TrackRun.Follow(set, stored.Patches, stored.Head)
            .Where(p => p.Fate.Ends.Count > 0)
            .Select(p => (set.Patches[p.Patch].Source, Life: Live(set.Log, set.MatchOf(p.Patch)!.Commit, p.Fate, stored.Head)))
            .ToArray();
        var groups = await PatchGroups.ReadAsync(store, by, stored.Traces, landed.Select(p => p.Source), cancellationToken).ConfigureAwait(false);
        return new SurvivalCurves
        {
            Head = stored.Head,
            By = by,
            Curves =
            [
                .. landed.GroupBy(p => groups.NameOf(p.Source), p => p.Life, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => KaplanMeier.Estimate(g.Key, [.. g])),
            ],
        };
    }

    private static PatchLife Live(HistoryLog log, int born, PatchFate fate, string head)
    {
        return new PatchLife
        {
            Ends = [.. fate.Ends.OfType<int>().GroupBy(c => c).Select(g => (AgeAt(g.Key), g.Count()))],
            Left = fate.Ends.Count(e => e is null),
            Age = AgeAt(log.NumberOf(head)),
        };

        // Clocks of two machines differ; nothing ends before it is born.
        long AgeAt(int commit) =>
            Math.Max(0, log.Commit(commit).CommitterTime.ToUnixTimeSeconds() - log.Commit(born).CommitterTime.ToUnixTimeSeconds());
    }
}
