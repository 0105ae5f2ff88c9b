using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.PullRequests;

/// <summary>Reads what a branch has beyond its base, in one reading of its history.</summary>
internal static class BranchReading
{
    public static async ValueTask<Branch> ReadAsync(
        IGitRepository git, ITraceStore store, string baseRevision, string headRevision, CancellationToken cancellationToken)
    {
        var root = await git.ResolveAsync(baseRevision, cancellationToken).ConfigureAwait(false);
        var head = await git.ResolveAsync(headRevision, cancellationToken).ConfigureAwait(false);
        var fork = await git.FindMergeBaseAsync(root, head, cancellationToken).ConfigureAwait(false)
            ?? throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{baseRevision}' and '{headRevision}' have no commit in common. Name the branch that this one was made from.");
        var commits = (await git.ListCommitsAsync([head, "^" + root], false, cancellationToken).ConfigureAwait(false)).Commits;
        var known = await git.ReadCommitsAsync([.. commits.Select(c => c.Id)], cancellationToken).ConfigureAwait(false);
        var changes = await OwnChanges.ReadAsync(git, commits, known, cancellationToken).ConfigureAwait(false);
        var names = changes.SelectMany(c => c.Names).ToHashSet(StringComparer.Ordinal);
        DateTimeOffset? latest = commits.Count == 0 ? null : commits.Max(c => c.CommitterTime);
        var candidates = await CandidateTraces.ReadAsync(store, names, latest, cancellationToken).ConfigureAwait(false);
        var taken = await TakenAsync(git, store, candidates, head, commits, cancellationToken).ConfigureAwait(false);
        var rows = commits.Select((commit, i) => new BranchCommit
        {
            Commit = commit,
            AddedLines = changes[i].AddedWith(taken.GetValueOrDefault(commit.Id, []).SelectMany(p => p.Patches).Select(p => p.Anchor)),
            Parts = taken.GetValueOrDefault(commit.Id, []),
            Gap = taken.ContainsKey(commit.Id) ? LineageGap.None
                : commit.Parents.Count > 1 ? LineageGap.Merge
                : changes[i].Names.Count == 0 ? LineageGap.ChangesNoFile
                : candidates.Patches.Count == 0 ? LineageGap.NoTraces
                : LineageGap.NoneFound,
        });
        return new Branch
        {
            Base = root,
            Head = head,
            MergeBase = fork,
            Commits = [.. rows],
            Traces = taken.Values.SelectMany(p => p).Select(p => p.Trace).Distinct().ToDictionary(t => t, t => candidates.Traces[t]),
        };
    }

    private static async ValueTask<Dictionary<string, IReadOnlyList<BranchPart>>> TakenAsync(
        IGitRepository git, ITraceStore store, CandidateTraces candidates, string head, IReadOnlyList<GitCommit> commits, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, IReadOnlyList<BranchPart>>(StringComparer.Ordinal);
        if (candidates.Patches.Count == 0)
            return taken;
        var history = await git.ListCommitsAsync([head], true, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, candidates.Patches, head, history, cancellationToken).ConfigureAwait(false);
        var own = commits.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var fates = TrackRun.Judge(set, [.. set.Patches.Select(p => p.Source)], head).Where(f => f.Anchor.Commit is { } commit && own.Contains(commit)).ToList();
        var asks = new Dictionary<TraceId, IReadOnlyDictionary<int, Ask>>();
        foreach (var trace in fates.GroupBy(f => f.Anchor.Patch.TraceId).OrderBy(g => g.Key))
        {
            int[] steps = [.. trace.Select(f => f.Anchor.Patch.Content.StepIndex).Distinct()];
            asks[trace.Key] = await AskReader.ReadAsync(store, trace.Key, steps, cancellationToken).ConfigureAwait(false);
        }

        foreach (var commit in fates.GroupBy(f => f.Anchor.Commit!, StringComparer.Ordinal))
        {
            taken[commit.Key] =
            [
                .. commit.GroupBy(f => f.Anchor.Patch.TraceId)
                    .Select(g => Part(g.Key, [.. g.OrderBy(f => f.Anchor.Patch.Content.StepIndex).ThenBy(f => set.IndexOf(f.Anchor.Patch))], asks[g.Key]))
                    .OrderByDescending(p => p.Patches.Count)
                    .ThenBy(p => p.Trace),
            ];
        }

        return taken;
    }

    private static BranchPart Part(TraceId trace, IReadOnlyList<PatchTracking> patches, IReadOnlyDictionary<int, Ask> asks) => new()
    {
        Trace = trace,
        Patches = patches,
        Asks =
        [
            .. patches.Where(p => asks.ContainsKey(p.Anchor.Patch.Content.StepIndex))
                .GroupBy(p => asks[p.Anchor.Patch.Content.StepIndex])
                .OrderByDescending(g => g.Sum(p => p.Anchor.Lines.Count))
                .ThenBy(g => g.Key.Step)
                .Select(g => g.Key),
        ],
    };
}
