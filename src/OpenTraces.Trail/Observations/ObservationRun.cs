using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Observations;

/// <summary>Remembers what was found of a trace where that is new, and lays it beside the trace.</summary>
internal sealed class ObservationRun
{
    private readonly IGitRepository _git;
    private readonly ITraceStore _store;
    private readonly string _repositoryId;

    private ObservationRun(IGitRepository git, ITraceStore store, string repositoryId)
    {
        _git = git;
        _store = store;
        _repositoryId = repositoryId;
    }

    public static async ValueTask<ObservationRun> BeginAsync(IGitRepository git, ITraceStore store, CancellationToken cancellationToken) =>
        new(git, store, await git.ReadIdAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>For one trace; true when something was new.</summary>
    public static async ValueTask<bool> RunAsync(
        IGitRepository git, ITraceStore store, TraceTracking tracking, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(git, store, cancellationToken).ConfigureAwait(false);
        return await run.RunAsync(tracking.TraceId, tracking.Patches.Select(p => p.Anchor), tracking.Head, isDry: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For all traces; those of which something was new.</summary>
    public static async IAsyncEnumerable<TraceTracking> RunAllAsync(
        IGitRepository git, ITraceStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = await BeginAsync(git, store, cancellationToken).ConfigureAwait(false);
        await foreach (var tracking in TrackAllRun.RunAsync(git, store, new TrackFilter(), "HEAD", cancellationToken).ConfigureAwait(false))
        {
            if (await run.RunAsync(tracking.TraceId, tracking.Patches.Select(p => p.Anchor), tracking.Head, isDry: false, cancellationToken).ConfigureAwait(false))
                yield return tracking;
        }
    }

    /// <summary>For what one commit accepted.</summary>
    public static async ValueTask<CommitBlame> RunCommitAsync(
        IGitRepository git, ITraceStore store, string revision, CancellationToken cancellationToken)
    {
        var blame = await CommitBlameRun.RunAsync(git, store, revision, includeOverlapping: false, cancellationToken).ConfigureAwait(false);
        var run = await BeginAsync(git, store, cancellationToken).ConfigureAwait(false);
        foreach (var trace in blame.Traces)
            await run.RunAsync(trace.TraceId, trace.Patches, blame.Commit, isDry: false, cancellationToken).ConfigureAwait(false);
        return blame;
    }

    /// <summary>True when something was new; false for a trace that was forgotten meanwhile.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="answers">The answers about its patches, in their order.</param>
    /// <param name="head">The commit the search began from.</param>
    /// <param name="isDry">Writes nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<bool> RunAsync(
        TraceId trace, IEnumerable<PatchAnchor> answers, string head, bool isDry, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(trace, answers, head, isDry, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.NotFound)
        {
            if (await _store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false) is not null)
                throw;
            return false;
        }
    }

    private async ValueTask<bool> TellAsync(
        TraceId trace, IEnumerable<PatchAnchor> answers, string head, bool isDry, CancellationToken cancellationToken)
    {
        var trails = await ObservedTrail.ReadAsync(_store, trace, cancellationToken).ConfigureAwait(false);
        var known = trails.GetValueOrDefault(_repositoryId);
        var fresh = answers
            .Where(a => known?.Says(a.Patch.PatchId, a.Commit, a.Tier, a.Firm) != true)
            .ToLookup(a => a.Commit ?? head, a => new ObservedPatch(a.Patch.PatchId, a.Tier, a.Firm), StringComparer.Ordinal);
        if (isDry)
            return fresh.Count > 0;
        if (fresh.Count > 0)
            await _store.ObserveCommitsAsync(trace, await DescribeAsync(fresh, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else if (known is null)
            return false;
        // Laid even when nothing is new: the last run may have ended before it came to that.
        trails = await ObservedTrail.ReadAsync(_store, trace, cancellationToken).ConfigureAwait(false);
        if (!trails.TryGetValue(_repositoryId, out known))
            return false;
        var laid = await _store.FindTrailAsync(trace, _repositoryId, cancellationToken).ConfigureAwait(false);
        await _store.SetTrailAsync(trace, known.ToOverlay(laid), cancellationToken).ConfigureAwait(false);
        return fresh.Count > 0;
    }

    private async ValueTask<IReadOnlyList<ObservedCommit>> DescribeAsync(ILookup<string, ObservedPatch> found, CancellationToken cancellationToken)
    {
        string[] ids = [.. found.Select(f => f.Key).Order(StringComparer.Ordinal)];
        var commits = await _git.ReadCommitsAsync(ids, cancellationToken).ConfigureAwait(false);
        var patchIds = await _git.ReadPatchIdsAsync(ids, cancellationToken).ConfigureAwait(false);
        return [.. ids.Select(id => commits[id]).OrderBy(c => c.CommitterTime).Select(commit => new ObservedCommit
        {
            RepositoryId = _repositoryId,
            CommitSha = commit.Id,
            Parents = commit.Parents,
            Tree = commit.Tree,
            PatchId = patchIds.GetValueOrDefault(commit.Id),
            CommitterTime = commit.CommitterTime,
            Patches = [.. found[commit.Id]],
        })];
    }
}
