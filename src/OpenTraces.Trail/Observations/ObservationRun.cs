using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Observations;

/// <summary>Remembers what was found of a trace where that is new, and lays it beside the trace.</summary>
internal sealed class ObservationRun(IGitRepository git, ITraceStore store, string repositoryId)
{
    /// <summary>True when something was new.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="answers">The answers about its patches, in their order.</param>
    /// <param name="head">The commit the search began from.</param>
    /// <param name="isDry">Writes nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<bool> RunAsync(
        TraceId trace, IEnumerable<PatchAnchor> answers, string head, bool isDry, CancellationToken cancellationToken)
    {
        var trails = await ObservedTrail.ReadAsync(store, trace, cancellationToken).ConfigureAwait(false);
        var known = trails.GetValueOrDefault(repositoryId);
        var fresh = answers
            .Where(a => known?.Says(a.Patch.PatchId, a.Commit, a.Tier, a.Firm) != true)
            .ToLookup(a => a.Commit ?? head, a => new ObservedPatch(a.Patch.PatchId, a.Tier, a.Firm), StringComparer.Ordinal);
        if (isDry)
            return fresh.Count > 0;
        if (fresh.Count > 0)
            await store.ObserveCommitsAsync(trace, await DescribeAsync(fresh, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else if (known is null)
            return false;
        // Laid even when nothing is new: the last run may have ended before it came to that.
        trails = await ObservedTrail.ReadAsync(store, trace, cancellationToken).ConfigureAwait(false);
        await store.SetTrailAsync(trace, trails[repositoryId].ToOverlay(), cancellationToken).ConfigureAwait(false);
        return fresh.Count > 0;
    }

    private async ValueTask<IReadOnlyList<ObservedCommit>> DescribeAsync(ILookup<string, ObservedPatch> found, CancellationToken cancellationToken)
    {
        string[] ids = [.. found.Select(f => f.Key).Order(StringComparer.Ordinal)];
        var commits = await git.ReadCommitsAsync(ids, cancellationToken).ConfigureAwait(false);
        var patchIds = await git.ReadPatchIdsAsync(ids, cancellationToken).ConfigureAwait(false);
        return [.. ids.Select(id => commits[id]).OrderBy(c => c.CommitterTime).Select(commit => new ObservedCommit
        {
            RepositoryId = repositoryId,
            CommitSha = commit.Id,
            Parents = commit.Parents,
            Tree = commit.Tree,
            PatchId = patchIds.GetValueOrDefault(commit.Id),
            CommitterTime = commit.CommitterTime,
            Patches = [.. found[commit.Id]],
        })];
    }
}
