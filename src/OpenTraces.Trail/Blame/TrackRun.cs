using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Survival;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers where a trace's patches landed and what became of them.</summary>
internal static class TrackRun
{
    public static async ValueTask<TraceTracking> RunAsync(
        IGitRepository git, ITraceStore store, TraceId trace, string revision, CancellationToken cancellationToken)
    {
        var (head, own, set) = await ReadAsync(git, store, trace, revision, cancellationToken).ConfigureAwait(false);
        return new TraceTracking { TraceId = trace, Head = head, Patches = set is null ? [] : Judge(set, own, head) };
    }

    /// <summary>A trace's patches and the commits that accepted them; without the latter when it has none.</summary>
    public static async ValueTask<(string Head, List<TracePatch> Own, AnchorSet? Set)> ReadAsync(
        IGitRepository git, ITraceStore store, TraceId trace, string revision, CancellationToken cancellationToken)
    {
        if (await store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false) is null)
            throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"The store holds no trace {trace}. List the traces it holds, or import the session first.");
        var head = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var own = new List<TracePatch>();
        await foreach (var patch in store.ReadPatchesAsync(trace, cancellationToken).ConfigureAwait(false))
            own.Add(patch);
        if (own.Count == 0)
            return (head, own, null);
        var names = own.SelectMany(p => (string?[])[p.Content.FilePath, p.Content.OldPath]).OfType<string>().Select(PathForm.Name);
        var others = await CandidateTraces.ReadAsync(store, names.ToHashSet(StringComparer.Ordinal), null, cancellationToken).ConfigureAwait(false);
        var patches = own.Concat(others.Patches.Where(p => p.TraceId != trace));
        var history = await git.ListCommitsAsync([head], true, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, patches, head, history, cancellationToken).ConfigureAwait(false);
        return (head, own, set);
    }

    /// <summary>The fates of those of some patches that landed, each once, by their number in the set.</summary>
    public static IEnumerable<(int Patch, PatchFate Fate)> Follow(AnchorSet set, IEnumerable<TracePatch> patches, string head)
    {
        var indices = patches.Select(set.IndexOf).Distinct().Where(i => set.MatchOf(i) is not null).ToArray();
        return indices.Zip(SurvivalWalk.Run(set.Log, [.. indices.Select(i => set.Track(i)!)], set.Log.NumberOf(head)));
    }

    /// <summary>The fates of some patches of a set, in their order.</summary>
    public static List<PatchTracking> Judge(AnchorSet set, List<TracePatch> own, string head)
    {
        var byPatch = Follow(set, own, head).ToDictionary(p => p.Patch, p => p.Fate);
        return own.ConvertAll(patch =>
        {
            var index = set.IndexOf(patch);
            var fate = byPatch.GetValueOrDefault(index)
                ?? new PatchFate { State = set.IsAbsent(index) ? SurvivalState.NeverCommitted : SurvivalState.Unknown };
            return new PatchTracking
            {
                Anchor = set.AnchorOf(patch),
                State = fate.State,
                LinesAlive = fate.LinesAlive,
                LinesWritten = set.Track(index)?.Written ?? patch.Content.Added.Count,
                CurrentPath = fate.CurrentPath,
                EndedBy = fate.EndedBy is { } commit ? set.Log.IdOf(commit) : null,
            };
        });
    }
}
