using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers which traces a commit took changes from.</summary>
internal static class CommitBlameRun
{
    /// <summary>From the strongest.</summary>
    private static readonly string[] Strength =
    [
        EvidenceTier.ExactBlobHash, EvidenceTier.ExactRangeHash, EvidenceTier.GitCleanRangeHash, EvidenceTier.FormatterDivergent,
        EvidenceTier.StructuralSymbol, EvidenceTier.OverlappingHunk, EvidenceTier.TimeFileOverlap,
    ];

    public static ValueTask<CommitBlame> RunAsync(
        IGitRepository git, ITraceStore store, string revision, bool includeOverlapping, CancellationToken cancellationToken) =>
        RunAsync(git, store, revision, "", includeOverlapping, cancellationToken);

    /// <summary>The same of one file or folder, by its path from the root; empty for everything.</summary>
    public static async ValueTask<CommitBlame> RunAsync(
        IGitRepository git, ITraceStore store, string revision, string path, bool includeOverlapping, CancellationToken cancellationToken)
    {
        var id = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var commits = await git.ReadCommitsAsync([id], cancellationToken).ConfigureAwait(false);
        var commit = commits[id];
        var own = (await OwnChanges.ReadAsync(git, [commit], commits, path, cancellationToken).ConfigureAwait(false))[0];
        if (path.Length > 0 && !own.HasPath)
            await RequireAsync(git, id, path, cancellationToken).ConfigureAwait(false);
        var candidates = await CandidateTraces.ReadAsync(store, own.Names, commit.CommitterTime, cancellationToken).ConfigureAwait(false);
        var history = await git.ListCommitsAsync([id], true, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, candidates.Patches, id, history, cancellationToken).ConfigureAwait(false);
        var found = set.Patches.Select(p => set.AnchorOf(p.Source));
        if (includeOverlapping)
            found = found.Concat(set.Patches.SelectMany(p => set.OverlapsOf(p.Source)));
        var anchors = found.Where(a => a.Commit == id && RepositoryPath.Covers(path, a.Path)).ToArray();
        return new CommitBlame
        {
            Commit = id,
            Subject = commit.Subject,
            AddedLines = own.AddedWith(anchors),
            ClaimedLines = AnchoredLines.Count(anchors.Where(a => a.Tier != EvidenceTier.OverlappingHunk)),
            AttributedLines = AnchoredLines.Count(anchors.Where(a => a.Firm)),
            Traces =
            [
                .. anchors.GroupBy(a => a.Patch.TraceId)
                    .Select(g => Trace(candidates.Traces[g.Key], [.. g.OrderBy(a => a.Patch.Content.StepIndex).ThenBy(a => set.IndexOf(a.Patch))]))
                    .OrderByDescending(t => t.Patches.Count)
                    .ThenBy(t => t.TraceId),
            ],
        };
    }

    /// <summary>The strongest tier among some patches.</summary>
    public static string Strongest(IReadOnlyList<PatchAnchor> patches) =>
        patches.Select(p => p.Tier).MinBy(t => Array.IndexOf(Strength, t) is var at && at < 0 ? Strength.Length : at)!;

    private static async ValueTask RequireAsync(IGitRepository git, string id, string path, CancellationToken cancellationToken)
    {
        if (!(await git.ListFilesAsync(id, cancellationToken).ConfigureAwait(false)).Any(f => RepositoryPath.Covers(path, f)))
            throw GitFailure.NoPath(path, id);
    }

    private static CommitBlameTrace Trace(TraceSummary trace, IReadOnlyList<PatchAnchor> patches) => new()
    {
        TraceId = trace.TraceId,
        SessionId = trace.SessionId,
        Agent = trace.Agent,
        Tier = Strongest(patches),
        Patches = patches,
    };
}
