using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BlameCommitCommand
{
    public static Command Build(CliHost host)
    {
        var target = new Argument<string>("COMMIT|TRACE")
        {
            Description = "A commit in any form git understands, or a trace id. c:SHA, t:ID and s:SESSION say which is meant.",
        };
        var path = new Argument<string?>("PATH") { Description = "Of a commit: only this file, or what lies below this folder.", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<bool>("--lines") { Description = "Every line of PATH with the step that wrote it." };
        var overlapping = new Option<bool>("--include-overlapping") { Description = "Also changes that another commit accepted and this one holds lines of, and those of which only time and file agree." };
        var repo = CommonOptions.Repo();
        var command = new Command("commit", "Which sessions' changes a commit accepted, or which commits accepted a session's.") { target, path, lines, overlapping, repo };
        command.Check(result =>
        {
            if (result.GetValue(lines) && result.GetValue(path) is null)
                result.AddError("--lines needs a PATH.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var found = await BlameTarget.FindAsync(trail, bucket, parsed.GetRequiredValue(target), cancellationToken);
            var typed = parsed.GetValue(path);
            var json = parsed.GetValue(CommonOptions.Json);
            if (found.Trace is { } trace)
            {
                RequireNone(typed);
                return await ShowTraceAsync(host, trail, trace, parsed.GetValue(overlapping), json, cancellationToken);
            }

            var file = typed is null ? "" : trail.ResolvePath(typed);
            return parsed.GetValue(lines)
                ? await BlameFileCommand.ShowAsync(host, trail, await trail.BlameFileAsync(found.Commit!, file, cancellationToken), json, cancellationToken)
                : await ShowAsync(host, trail, found.Commit!, file, parsed.GetValue(overlapping), json, cancellationToken);
        });
        return command;
    }

    private static void RequireNone(string? path)
    {
        if (path is not null)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "A PATH belongs to a commit. Leave it out, or name the commit with c:SHA.");
    }

    private static async Task<int> ShowTraceAsync(
        CliHost host, TraceTrail trail, TraceId trace, bool overlapping, bool json, CancellationToken cancellationToken)
    {
        var blame = await trail.BlameTraceAsync(trace, overlapping, cancellationToken: cancellationToken);
        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => TraceBlameRendering.Write(w, blame), cancellationToken);
        else
            TraceBlameRendering.Show(host.Screen, blame);
        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(
        CliHost host, TraceTrail trail, string commit, string path, bool overlapping, bool json, CancellationToken cancellationToken)
    {
        var blame = await trail.BlameCommitAsync(commit, path, overlapping, cancellationToken);
        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => BlameRendering.WriteCommit(w, blame), cancellationToken);
        else
            BlameRendering.ShowCommit(host.Screen, blame);
        return ExitCode.Ok;
    }
}
