using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BlameCommitCommand
{
    public static Command Build(CliHost host)
    {
        var revision = new Argument<string>("COMMIT") { Description = "A commit in any form git understands, or c:SHA." };
        var path = new Argument<string?>("PATH") { Description = "With --lines: a file of the commit.", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<bool>("--lines") { Description = "Every line of PATH with the step that wrote it." };
        var repo = CommonOptions.Repo();
        var command = new Command("commit", "Which sessions' changes a commit accepted.") { revision, path, lines, repo };
        command.Validators.Add(result =>
        {
            if (result.GetValue(lines) && result.GetValue(path) is null)
                result.AddError("--lines needs a PATH.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var commit = parsed.GetRequiredValue(revision);
            if (commit.StartsWith("c:", StringComparison.Ordinal))
                commit = commit[2..];
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var json = parsed.GetValue(CommonOptions.Json);
            return parsed.GetValue(path) is { } file && parsed.GetValue(lines)
                ? await BlameFileCommand.ShowAsync(host, trail, commit, file, line: null, json, cancellationToken)
                : await ShowAsync(host, trail, commit, parsed.GetValue(path), json, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ShowAsync(
        CliHost host, TraceTrail trail, string commit, string? path, bool json, CancellationToken cancellationToken)
    {
        var blame = await trail.BlameCommitAsync(commit, cancellationToken);
        if (path is not null)
            blame = OnlyPath(blame, path);
        if (json)
            await JsonOutput.WriteAsync(host, w => BlameRendering.WriteCommit(w, blame), cancellationToken);
        else
            BlameRendering.ShowCommit(host.Screen, blame);
        return ExitCode.Ok;
    }

    private static CommitBlame OnlyPath(CommitBlame blame, string path)
    {
        var traces = blame.Traces
            .Select(t => t with { Patches = [.. t.Patches.Where(p => string.Equals(p.Path, path, StringComparison.Ordinal))] })
            .Where(t => t.Patches.Count > 0);
        return blame with { Traces = [.. traces] };
    }
}
