using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>The stored patches that may be in a history, found in one reading of it.</summary>
internal sealed class StoredPatches
{
    private StoredPatches(string head, CommitList history, Dictionary<TraceId, TraceSummary> traces, List<TracePatch> patches, AnchorSet anchors)
    {
        Head = head;
        History = history;
        Traces = traces;
        Patches = patches;
        Anchors = anchors;
    }

    /// <summary>The full id of the commit the history ends with.</summary>
    public string Head { get; }

    /// <summary>The commits before it, and those of all branches and tags.</summary>
    public CommitList History { get; }

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
        var history = await git.ListCommitsAsync([head], true, cancellationToken).ConfigureAwait(false);
        // The files there are now are known at once; what was there before is asked for a patch of another file.
        var names = (await git.ListFilesAsync(head, cancellationToken).ConfigureAwait(false))
            .Select(f => PathForm.Name(f.Trim('\n'))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isComplete = false;
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
                if (!isComplete && !IsNamed(patch.Content))
                    (names, isComplete) = (await git.ListNamesAsync(history, cancellationToken).ConfigureAwait(false), true);
                if (IsNamed(patch.Content) || wanted(patch))
                    patches.Add(patch);
            }
        }

        var anchors = await AnchorSet.FindAsync(git, patches, head, history, cancellationToken).ConfigureAwait(false);
        return new StoredPatches(head, history, traces, patches, anchors);

        bool IsNamed(PatchDraft patch) =>
            names.Contains(PathForm.Name(patch.FilePath)) || (patch.OldPath is { } old && names.Contains(PathForm.Name(old)));
    }

    /// <summary>When a patch was made, or else its session ended; null when neither is known.</summary>
    public DateTimeOffset? TimeOf(TracePatch patch) => Time(patch.Content.Timestamp) ?? Time(Traces[patch.TraceId].TimestampEnd);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
