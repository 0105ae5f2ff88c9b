using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Graphs;

/// <summary>Answers which commits took changes of which traces, in one reading of the history.</summary>
internal static class GraphRun
{
    public static async ValueTask<CommitGraph> RunAsync(IGitRepository git, ITraceStore store, GraphQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit < 1)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "A graph shows at least one commit: give a limit of 1 or more.");
        if (query.Trace is { } wanted && await store.FindSummaryAsync(wanted, cancellationToken).ConfigureAwait(false) is null)
            throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"The store holds no trace {wanted}. List the traces it holds, or import the session first.");
        var stored = await StoredPatches.ReadAsync(git, store, query.Revision, static _ => false, cancellationToken).ConfigureAwait(false);
        var traces = TracesOf(stored.Anchors);
        var history = query.AllBranches ? stored.History : await git.ListCommitsAsync([stored.Head], false, cancellationToken).ConfigureAwait(false);
        var commits = history.Commits;
        GitCommit[] matching = [.. commits.Where(c => IsWanted(c, traces, query))];
        var shown = matching.TakeLast(query.Limit).ToList();
        var near = NearestShown(commits, shown.Select(c => c.Id).ToHashSet(StringComparer.Ordinal));
        shown.Reverse();
        return new CommitGraph
        {
            Head = stored.Head,
            Trace = query.Trace,
            Truncated = matching.Length > shown.Count,
            Commits =
            [
                .. shown.Select(c => new GraphCommit
                {
                    Id = c.Id,
                    Subject = c.Subject,
                    Time = c.CommitterTime,
                    Parents = c.Parents,
                    Shown = near[c.Id],
                    Traces = traces.GetValueOrDefault(c.Id, []),
                }),
            ],
        };
    }

    private static bool IsWanted(GitCommit commit, Dictionary<string, GraphTrace[]> traces, GraphQuery query) =>
        (query.Since is not { } since || commit.CommitterTime >= since)
        && (query.Until is not { } until || commit.CommitterTime <= until)
        && (query.Trace is not { } trace || (traces.TryGetValue(commit.Id, out var taken) && Array.Exists(taken, t => t.TraceId == trace)));

    private static Dictionary<string, GraphTrace[]> TracesOf(AnchorSet anchors) => anchors.Patches
        .Select(p => anchors.AnchorOf(p.Source))
        .Where(a => a.Commit is not null)
        .GroupBy(a => a.Commit!, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.GroupBy(a => a.Patch.TraceId).Select(t => Sum(t.Key, [.. t]))
            .OrderByDescending(t => t.Lines).ThenBy(t => t.TraceId).ToArray(), StringComparer.Ordinal);

    private static GraphTrace Sum(TraceId trace, IReadOnlyList<PatchAnchor> anchors) => new()
    {
        TraceId = trace,
        Lines = AnchoredLines.Count(anchors),
        Files = [.. anchors.Select(a => a.Path!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Firm = anchors.All(a => a.Firm),
    };

    /// <summary>For each commit the nearest ancestors that are shown, not itself.</summary>
    private static Dictionary<string, string[]> NearestShown(IReadOnlyList<GitCommit> commits, HashSet<string> shown)
    {
        var near = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            near[commit.Id] = [.. commit.Parents
                .SelectMany(p => shown.Contains(p) ? [p] : near.GetValueOrDefault(p, []))
                .Distinct(StringComparer.Ordinal)];
        }

        return near;
    }
}
