using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class TrackCommand
{
    public static Command Build(CliHost host)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace id." };
        var at = new Option<string>("--at") { Description = "The revision survival is judged at.", DefaultValueFactory = _ => "HEAD" };
        var repo = CommonOptions.Repo();
        var command = new Command("track", "Where each change of a trace landed, and whether it is still alive.") { trace, at, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = TraceAddress.Parse(parsed.GetRequiredValue(trace));
            if (address.IsStep || address.IsSpan)
                throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "trail track follows a whole trace; leave the step out of the address.");
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var summary = await Buckets.RequireSummaryAsync(bucket, address, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var tracking = await trail.TrackAsync(summary.TraceId, parsed.GetRequiredValue(at), cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => TrackRendering.WriteJson(w, tracking), cancellationToken);
            else
                TrackRendering.Show(host.Screen, tracking, Elsewhere(host, summary.Project, parsed.GetValue(repo), tracking));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Where the session ran, when nothing of it is in this repository: the likeliest reason is the wrong repository.</summary>
    private static string? Elsewhere(CliHost host, string? project, string? repo, TraceTracking tracking) =>
        project is null || tracking.Patches.Count == 0 || tracking.Patches.Any(p => p.Anchor.Commit is not null)
            || IsWithin(host.Resolve(repo ?? "."), project) || IsWithin(project, host.Resolve(repo ?? "."))
            ? null
            : project;

    private static bool IsWithin(string path, string folder) =>
        (path + Path.DirectorySeparatorChar).StartsWith(folder.TrimEnd('/', '\\') + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
