using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Trail;
using OpenTraces.Trail.GitHub;
using OpenTraces.Trail.PullRequests;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>What every command about the text of a pull request takes.</summary>
internal sealed class PullRequestArguments
{
    public Option<string> Base { get; } = new("--base")
    {
        Description = "The branch it is to go into.",
        HelpName = "BRANCH",
        DefaultValueFactory = _ => "main",
    };

    public Option<string> Head { get; } = new("--head")
    {
        Description = "The branch it is about.",
        HelpName = "BRANCH",
        DefaultValueFactory = _ => "HEAD",
    };

    public Option<string> Gh { get; } = new("--gh")
    {
        Description = "The gh program; default the one on the path.",
        HelpName = "PROGRAM",
        DefaultValueFactory = _ => "gh",
    };

    public Option<string?> Repo { get; } = CommonOptions.Repo();

    public async ValueTask<PullRequestText> DescribeAsync(CliHost host, ParseResult parsed, string? title, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var trail = await TraceTrail.OpenAsync(Folder(host, parsed), bucket, cancellationToken: cancellationToken);
        var options = new PullRequestOptions
        {
            RedactionKey = await RedactionKey.LoadOrCreateAsync(host.Home, cancellationToken),
            UserNames = [Path.GetFileName(host.UserHome)],
            Title = title,
        };
        return await trail.DescribeBranchAsync(parsed.GetRequiredValue(Base), options, parsed.GetRequiredValue(Head), cancellationToken);
    }

    public GitHubPullRequests GitHub(CliHost host, ParseResult parsed)
    {
        var program = parsed.GetRequiredValue(Gh);
        return new GitHubPullRequests(
            Folder(host, parsed),
            new GitHubOptions { Program = program.AsSpan().IndexOfAny('/', '\\') < 0 ? program : host.Resolve(program) });
    }

    private string Folder(CliHost host, ParseResult parsed) => host.Resolve(parsed.GetValue(Repo) ?? ".");
}
