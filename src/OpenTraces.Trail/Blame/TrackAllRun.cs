using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers where the patches of all traces landed, in one reading of the history.</summary>
internal static class TrackAllRun
{
    public static async IAsyncEnumerable<TraceTracking> RunAsync(
        IGitRepository git, ITraceStore store, TrackFilter filter, string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var patchId = IdPrefix.Read(filter.PatchId, "patch");
        var anchorId = IdPrefix.Read(filter.AnchorId, "anchor");
        var stored = await StoredPatches.ReadAsync(git, store, revision, p => patchId?.Begins(p.PatchId) == true, cancellationToken).ConfigureAwait(false);
        IEnumerable<TracePatch> chosen = stored.Patches;
        if (patchId is not null)
            chosen = patchId.Single(chosen, p => p.PatchId);
        if (anchorId is not null)
            chosen = anchorId.Single(chosen, p => stored.Anchors.AnchorOf(p).AnchorId);
        if (filter.Since is { } since)
            chosen = chosen.Where(p => stored.TimeOf(p) >= since);
        var judged = TrackRun.Judge(stored.Anchors, [.. chosen], stored.Head);
        foreach (var trace in judged.GroupBy(p => p.Anchor.Patch.TraceId))
            yield return new TraceTracking { TraceId = trace.Key, Head = stored.Head, Patches = [.. trace] };
    }
}
