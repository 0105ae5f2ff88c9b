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
                TrackRendering.Show(host.Screen, tracking);
            return ExitCode.Ok;
        });
        return command;
    }
}
