using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers where the patches of all traces landed, in one reading of the history.</summary>
internal static class TrackAllRun
{
    public static async IAsyncEnumerable<TraceTracking> RunAsync(
        IGitRepository git, ITraceStore store, string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var names = await git.ListNamesAsync(head, cancellationToken).ConfigureAwait(false);
        var traces = new List<TraceId>();
        await foreach (var trace in store.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (trace.Patches > 0)
                traces.Add(trace.TraceId);
        }

        traces.Sort();
        var own = new List<List<TracePatch>>();
        foreach (var trace in traces)
        {
            var patches = new List<TracePatch>();
            await foreach (var patch in store.ReadPatchesAsync(trace, cancellationToken).ConfigureAwait(false))
            {
                if (names.Contains(PathForm.Name(patch.Content.FilePath)) || (patch.Content.OldPath is { } old && names.Contains(PathForm.Name(old))))
                    patches.Add(patch);
            }

            own.Add(patches);
        }

        var set = await AnchorSet.FindAsync(git, own.SelectMany(p => p), head, true, cancellationToken).ConfigureAwait(false);
        var judged = TrackRun.Judge(set, [.. own.SelectMany(p => p)], head);
        var at = 0;
        for (var i = 0; i < traces.Count; i++)
        {
            if (own[i].Count > 0)
                yield return new TraceTracking { TraceId = traces[i], Head = head, Patches = judged[at..(at += own[i].Count)] };
        }
    }
}
