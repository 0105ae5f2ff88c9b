using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Observations;

namespace OpenTraces.Trail.Backfill;

/// <summary>Ties a history that is there already to the traces that are there already.</summary>
internal static class BackfillRun
{
    public static async ValueTask<BackfillReport> RunAsync(
        IGitRepository git, ITraceStore store, BackfillOptions options, CancellationToken cancellationToken)
    {
        if (options.MaxCommits < 1)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, $"A backfill looks at one commit or more, not at {options.MaxCommits}.");
        var head = await git.ResolveAsync("HEAD", cancellationToken).ConfigureAwait(false);
        var history = await git.ListCommitsAsync([head], false, cancellationToken).ConfigureAwait(false);
        // A commit at which a clone was cut shows everything before it as its own.
        GitCommit[] recent = [.. history.Commits.Reverse().OrderByDescending(c => c.CommitterTime).Take(options.MaxCommits).Where(c => !git.ShallowCommits.Contains(c.Id))];
        var known = history.Commits.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var times = recent.ToDictionary(c => c.Id, c => c.CommitterTime, StringComparer.Ordinal);
        var run = await ObservationRun.BeginAsync(git, store, cancellationToken).ConfigureAwait(false);
        var found = new List<PatchAnchor>();
        var traces = new List<TraceId>();
        await foreach (var tracking in TrackAllRun.RunAsync(git, store, new TrackFilter(), head, cancellationToken).ConfigureAwait(false))
        {
            PatchAnchor[] anchors = [.. tracking.Patches.Select(p => p.Anchor).Where(a => IsTaken(a, times, options.Window))];
            found.AddRange(anchors);
            if (await run.RunAsync(tracking.TraceId, anchors, head, options.DryRun, cancellationToken).ConfigureAwait(false))
                traces.Add(tracking.TraceId);
        }

        var byCommit = found.ToLookup(a => a.Commit, StringComparer.Ordinal);
        var changes = await OwnChanges.ReadAsync(git, recent, known, cancellationToken).ConfigureAwait(false);
        return new BackfillReport
        {
            Head = head,
            Commits = recent.Length,
            AttributedCommits = found.Select(a => a.Commit).Distinct().Count(),
            Traces = traces,
            Patches = found.Count,
            AddedLines = recent.Zip(changes).Sum(c => c.Second.AddedWith(byCommit[c.First.Id])),
            ClaimedLines = AnchoredLines.Count(found),
            AttributedLines = AnchoredLines.Count(found.Where(a => a.Firm)),
        };
    }

    private static bool IsTaken(PatchAnchor anchor, Dictionary<string, DateTimeOffset> times, TimeSpan? window) =>
        anchor.Commit is { } commit && times.TryGetValue(commit, out var committed)
        && (window is not { } longest || Time(anchor.Patch.Content.Timestamp) is not { } made || committed - made <= longest);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
