using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.History;
using OpenTraces.Trail.Paths;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers which traces a commit took changes from.</summary>
internal static class CommitBlameRun
{
    /// <summary>From the strongest.</summary>
    private static readonly string[] Strength =
    [
        EvidenceTier.ExactBlobHash, EvidenceTier.ExactRangeHash, EvidenceTier.GitCleanRangeHash, EvidenceTier.FormatterDivergent,
        EvidenceTier.StructuralSymbol, EvidenceTier.TimeFileOverlap,
    ];

    public static async ValueTask<CommitBlame> RunAsync(
        IGitRepository git, ITraceStore store, string revision, CancellationToken cancellationToken)
    {
        var id = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var commits = await git.ReadCommitsAsync([id], cancellationToken).ConfigureAwait(false);
        var commit = commits[id];
        var (names, added) = await ReadOwnAsync(git, commit, [.. commit.Parents.Select(p => commits[p].Tree)], cancellationToken).ConfigureAwait(false);
        var candidates = await CandidateTraces.ReadAsync(store, names, commit.CommitterTime, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, candidates.Patches, id, false, cancellationToken).ConfigureAwait(false);
        var anchors = set.Patches.Select(p => set.AnchorOf(p.Source)).Where(a => a.Commit == id).ToArray();
        return new CommitBlame
        {
            Commit = id,
            Subject = commit.Subject,
            AddedLines = added,
            AttributedLines = anchors.Where(a => a.Firm).SelectMany(a => a.Lines.Select(l => (a.Path, l))).Distinct().Count(),
            Traces =
            [
                .. anchors.GroupBy(a => a.Patch.TraceId)
                    .Select(g => Trace(candidates.Traces[g.Key], [.. g.OrderBy(a => a.Patch.Content.StepIndex).ThenBy(a => set.IndexOf(a.Patch))]))
                    .OrderByDescending(t => t.Patches.Count)
                    .ThenBy(t => t.TraceId),
            ],
        };
    }

    private static CommitBlameTrace Trace(TraceSummary trace, IReadOnlyList<PatchAnchor> patches) => new()
    {
        TraceId = trace.TraceId,
        SessionId = trace.SessionId,
        Agent = trace.Agent,
        Tier = patches.Select(p => p.Tier).MinBy(t => Array.IndexOf(Strength, t) is var at && at < 0 ? Strength.Length : at)!,
        Patches = patches,
    };

    /// <summary>The names of the files a commit touched itself, and how many lines it added.</summary>
    private static async ValueTask<(HashSet<string> Names, int Added)> ReadOwnAsync(
        IGitRepository git, GitCommit commit, IReadOnlyList<string> parents, CancellationToken cancellationToken)
    {
        var pairs = parents.Select(p => new TreePair(p, commit.Tree)).ToList();
        if (pairs.Count == 0)
            pairs.Add(new TreePair(git.EmptyTree, commit.Tree));
        var sides = new List<TreeDiff>();
        // Only a merge needs the text: a line is its own when no parent has it.
        await foreach (var diff in git.DiffAsync(pairs, (_, _) => pairs.Count > 1 ? DiffText.Full : DiffText.Count, [], cancellationToken).ConfigureAwait(false))
            sides.Add(diff);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var added = 0;
        foreach (var (change, hunks) in MergeSides.OwnChanges(sides))
        {
            foreach (var path in (string?[])[change.OldPath, change.NewPath])
            {
                if (path is not null)
                    names.Add(PathForm.Name(path));
            }

            added += pairs.Count > 1 ? hunks.Sum(h => h.Added.Count) : change.AddedCount;
        }

        return (names, added);
    }
}
