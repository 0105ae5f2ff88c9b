using OpenTraces.Bucket;
using OpenTraces.Trail.Exits;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.PullRequests;

/// <summary>Answers what a branch brings.</summary>
internal static class PullRequestRun
{
    private const int MaxTitle = 256;

    public static async ValueTask<PullRequestText> RunAsync(
        IGitRepository git, ITraceStore store, string baseRevision, string headRevision, PullRequestOptions options, CancellationToken cancellationToken)
    {
        var pipeline = SecurityPipeline.CreateForEgress(options.RedactionKey, options.UserNames, options.SecurityTools);
        var branch = await BranchReading.ReadAsync(git, store, baseRevision, headRevision, cancellationToken).ConfigureAwait(false);
        var words = await new BranchFloor(new Leaving(pipeline)).PassAsync(branch, options.Title, cancellationToken).ConfigureAwait(false);
        var (body, report) = await pipeline.RedactAsync(new BodyWriter(branch, words).Write(), cancellationToken: cancellationToken).ConfigureAwait(false);
        Clearance.Require(report, "The text of the pull request");
        return new PullRequestText
        {
            Base = branch.Base,
            Head = branch.Head,
            MergeBase = branch.MergeBase,
            BaseBranch = await git.FindBranchAsync(baseRevision, cancellationToken).ConfigureAwait(false),
            HeadBranch = await git.FindBranchAsync(headRevision, cancellationToken).ConfigureAwait(false),
            Title = QuotedText.Plain(words.Title, MaxTitle),
            Body = body.TrimEnd() + "\n",
            Commits = branch.Commits.Count,
            Traces = [.. branch.Traces.Keys.Order()],
            Redactions = words.Redactions + report.Redactions,
            Security = report,
        };
    }
}
