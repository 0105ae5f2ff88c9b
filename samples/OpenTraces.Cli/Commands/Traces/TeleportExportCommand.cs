using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;
using OpenTraces.Trail.Teleport;

namespace OpenTraces.Cli.Commands.Traces;

internal static class TeleportExportCommand
{
    public static Command Build(CliHost host)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace id." };
        var output = new Option<string>("--output") { Description = "A folder that is not there yet, or is empty.", HelpName = "DIR", Required = true };
        var thin = new Option<bool>("--thin") { Description = "Of the repository only what the commits brought in, to be fetched into a clone that has the rest." };
        var noGit = new Option<bool>("--no-git") { Description = "Nothing of the repository; the anchors still name the commits." };
        var repo = CommonOptions.Repo();
        var command = new Command("export", "Write a trace, redacted, and the commits that took its changes into a folder.") { trace, output, thin, noGit, repo };
        command.Check(result =>
        {
            if (result.GetValue(thin) && result.GetValue(noGit))
                result.AddError("--thin and --no-git exclude each other.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = TraceAddress.Parse(parsed.GetRequiredValue(trace));
            if (address.IsStep || address.IsSpan)
                throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "teleport export takes a whole trace; leave the step out of the address.");
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var id = await Buckets.RequireIdAsync(bucket, address.Trace, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var options = new TeleportOptions
            {
                RedactionKey = await RedactionKey.LoadOrCreateAsync(host.Home, cancellationToken),
                UserNames = [Path.GetFileName(host.UserHome)],
                Git = parsed.GetValue(noGit) ? TeleportGit.None : parsed.GetValue(thin) ? TeleportGit.Thin : TeleportGit.SelfContained,
            };
            var made = await trail.ExportAsync(id, host.Resolve(parsed.GetRequiredValue(output)), options, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => TeleportRendering.Write(w, made), cancellationToken);
            else
                TeleportRendering.Show(host.Screen, made);
            return ExitCode.Ok;
        });
        return command;
    }
}
