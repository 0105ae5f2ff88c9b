using OpenTraces.Bucket;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Exits;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Interop;

/// <summary>Makes the document about a commit, cleared or not at all.</summary>
internal static class NoteRun
{
    public static async ValueTask<AuthorshipDocument> RunAsync(
        IGitRepository git, ITraceStore store, string revision, AuthorshipFormat format, NoteOptions options, CancellationToken cancellationToken)
    {
        var leaving = new Leaving(SecurityPipeline.CreateForEgress(options.RedactionKey, options.UserNames, options.SecurityTools));
        var floor = new NoteFloor(leaving);
        var blame = await CommitBlameRun.RunAsync(git, store, revision, includeOverlapping: false, cancellationToken).ConfigureAwait(false);
        var named = blame.Traces.Where(t => t.Patches.Any(p => IsNamed(p, options.Authorship))).ToList();
        var traces = new List<TraceSummary>();
        foreach (var trace in named)
        {
            var summary = await store.FindSummaryAsync(trace.TraceId, cancellationToken).ConfigureAwait(false);
            var model = await floor.PassAsync(trace, summary?.Model, cancellationToken).ConfigureAwait(false);
            if (summary is not null)
                traces.Add(summary with { Model = model });
        }

        var authorship = new AuthorshipOptions
        {
            IncludeProvisional = options.Authorship.IncludeProvisional,
            HumanAuthor = await floor.PassHumanAsync(options.Authorship.HumanAuthor, cancellationToken).ConfigureAwait(false),
        };
        var paths = named.SelectMany(t => t.Patches).Where(p => IsNamed(p, authorship)).Select(p => p.Path!);
        await floor.RequirePathsAsync(paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        var document = AuthorshipExchange.Write(format, blame, traces, authorship);
        await floor.RequireAsync(document, cancellationToken).ConfigureAwait(false);
        return document with { Redactions = leaving.Redactions };
    }

    /// <summary>Whether anything of a patch can come into the document.</summary>
    private static bool IsNamed(PatchAnchor anchor, AuthorshipOptions options) =>
        anchor is { Path: not null, Lines.Count: > 0 } && (options.IncludeProvisional || anchor.Firm);
}
