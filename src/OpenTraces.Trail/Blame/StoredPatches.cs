using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>The stored patches that may be in a history, found in one reading of it.</summary>
internal sealed class StoredPatches
{
    private StoredPatches(string head, Dictionary<TraceId, TraceSummary> traces, List<TracePatch> patches, AnchorSet anchors)
    {
        Head = head;
        Traces = traces;
        Patches = patches;
        Anchors = anchors;
    }

    /// <summary>The full id of the commit the history ends with.</summary>
    public string Head { get; }

    public IReadOnlyDictionary<TraceId, TraceSummary> Traces { get; }

    /// <summary>In the order of trace ids, and within a trace in its own.</summary>
    public IReadOnlyList<TracePatch> Patches { get; }

    public AnchorSet Anchors { get; }

    /// <param name="git">The repository.</param>
    /// <param name="store">Where traces are kept.</param>
    /// <param name="revision">The commit whose history is read.</param>
    /// <param name="wanted">Which patches are taken though the repository never had their file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<StoredPatches> ReadAsync(
        IGitRepository git, ITraceStore store, string revision, Func<TracePatch, bool> wanted, CancellationToken cancellationToken)
    {
        var head = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var names = await git.ListNamesAsync(head, cancellationToken).ConfigureAwait(false);
        var traces = new Dictionary<TraceId, TraceSummary>();
        await foreach (var trace in store.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (trace.Patches > 0)
                traces[trace.TraceId] = trace;
        }

        var patches = new List<TracePatch>();
        foreach (var trace in traces.Keys.Order())
        {
            await foreach (var patch in store.ReadPatchesAsync(trace, cancellationToken).ConfigureAwait(false))
            {
                if (IsNamed(patch.Content.FilePath) || (patch.Content.OldPath is { } old && IsNamed(old)) || wanted(patch))
                    patches.Add(patch);
            }
        }

        var anchors = await AnchorSet.FindAsync(git, patches, head, true, cancellationToken).ConfigureAwait(false);
        return new StoredPatches(head, traces, patches, anchors);

        bool IsNamed(string path) => names.Contains(PathForm.Name(path));
    }

    /// <summary>When a patch was made, or else its session ended; null when neither is known.</summary>
    public DateTimeOffset? TimeOf(TracePatch patch) => Time(patch.Content.Timestamp) ?? Time(Traces[patch.TraceId].TimestampEnd);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
