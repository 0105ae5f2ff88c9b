using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Anchors;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>The stored patches that may be in the files in question, with the traces they are from.</summary>
internal sealed class CandidateTraces
{
    /// <summary>A store that asks a database cannot ask about any number of files at once.</summary>
    private const int MaxNames = 250;

    private CandidateTraces(Dictionary<TraceId, TraceSummary> traces, List<TracePatch> patches)
    {
        Traces = traces;
        Patches = patches;
    }

    public IReadOnlyDictionary<TraceId, TraceSummary> Traces { get; }

    public List<TracePatch> Patches { get; }

    /// <param name="store">Where traces are kept.</param>
    /// <param name="names">The files' own names, without folders.</param>
    /// <param name="until">Sessions that began later are left out; null takes all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<CandidateTraces> ReadAsync(
        ITraceStore store, IReadOnlyCollection<string> names, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var traces = new Dictionary<TraceId, TraceSummary>();
        var patches = new List<TracePatch>();
        if (names.Count == 0)
            return new CandidateTraces(traces, patches);
        // A star or question mark in a name would be read as a glob, which still matches the name itself.
        foreach (var some in names.Select(n => n.AsSpan().IndexOfAny('*', '?') < 0 ? n : "*" + n).Chunk(MaxNames))
        {
            await foreach (var trace in store.ListAsync(new TraceFilter { Files = some }, cancellationToken).ConfigureAwait(false))
            {
                if (until is null || Time(trace.TimestampStart) is not { } start || start - PatchSet.Slack <= until)
                    traces[trace.TraceId] = trace;
            }
        }

        var wanted = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        foreach (var id in traces.Keys.Order().ToArray())
        {
            await foreach (var patch in store.ReadPatchesAsync(id, cancellationToken).ConfigureAwait(false))
            {
                if (wanted.Contains(PathForm.Name(patch.Content.FilePath)) || (patch.Content.OldPath is { } old && wanted.Contains(PathForm.Name(old))))
                    patches.Add(patch);
            }
        }

        return new CandidateTraces(traces, patches);
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
