using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers which commits took a trace's changes.</summary>
internal static class TraceBlameRun
{
    public static async ValueTask<TraceBlame> RunAsync(
        IGitRepository git, ITraceStore store, TraceId trace, bool includeOverlapping, string revision, CancellationToken cancellationToken)
    {
        var (head, own, set) = await TrackRun.ReadAsync(git, store, trace, revision, cancellationToken).ConfigureAwait(false);
        var summary = (await store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false))!;
        var found = set is null ? [] : own.Select(set.AnchorOf);
        if (set is not null && includeOverlapping)
            found = found.Concat(own.SelectMany(set.OverlapsOf));
        var landed = found
            .Where(a => a.Commit is not null && (includeOverlapping || TraceDerived.TierOf(a.Tier) != "overlapping"))
            .ToLookup(a => a.Commit!, StringComparer.Ordinal);
        string[] ids = [.. landed.Select(c => c.Key)];
        var known = await git.ReadCommitsAsync(ids, cancellationToken).ConfigureAwait(false);
        GitCommit[] commits = [.. ids.Select(id => known[id]).OrderBy(c => c.CommitterTime).ThenBy(c => c.Id, StringComparer.Ordinal)];
        var changes = await OwnChanges.ReadAsync(git, commits, known, cancellationToken).ConfigureAwait(false);
        return new TraceBlame
        {
            TraceId = trace,
            Agent = summary.Agent,
            SessionId = summary.SessionId,
            Title = summary.Title,
            Model = summary.Model,
            Head = head,
            Commits = [.. commits.Select((c, i) => Commit(c, [.. landed[c.Id]], changes[i].AddedWith(landed[c.Id])))],
            Files =
            [
                .. landed.SelectMany(c => Lines(c).Select(l => (c.Key, l.Path, l.Line))).Distinct()
                    .GroupBy(l => l.Path, StringComparer.Ordinal)
                    .Select(g => new TraceBlameFile(g.Key, g.Count()))
                    .OrderByDescending(f => f.Lines).ThenBy(f => f.Path, StringComparer.Ordinal),
            ],
        };
    }

    private static TraceBlameCommit Commit(GitCommit commit, IReadOnlyList<PatchAnchor> patches, int added) => new()
    {
        Commit = commit.Id,
        Subject = commit.Subject,
        CommittedAt = commit.CommitterTime,
        Tier = CommitBlameRun.Strongest(patches),
        Lines = Lines(patches).Distinct().Count(),
        AddedLines = added,
        Patches = patches,
    };

    private static IEnumerable<(string Path, int Line)> Lines(IEnumerable<PatchAnchor> patches) => patches.SelectMany(p => p.Lines.Select(l => (p.Path!, l)));
}
