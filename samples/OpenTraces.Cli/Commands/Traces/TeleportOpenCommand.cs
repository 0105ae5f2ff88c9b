using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail.Teleport;

namespace OpenTraces.Cli.Commands.Traces;

internal static class TeleportOpenCommand
{
    public static Command Build(CliHost host)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that export made, of yours or of a stranger: nothing in it is run." };
        var into = new Option<string>("--into") { Description = "A folder that is not there yet, or is empty.", HelpName = "DIR", Required = true };
        var command = new Command("open", "Check an exported folder and make one to work in: the trace, and a repository with its newest commit.") { folder, into };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var opened = await TraceWorkspace.OpenAsync(
                host.Resolve(parsed.GetRequiredValue(folder)), host.Resolve(parsed.GetRequiredValue(into)), cancellationToken: cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => TeleportRendering.Write(w, opened), cancellationToken);
            else
                TeleportRendering.Show(host.Screen, opened);
            return ExitCode.Ok;
        });
        return command;
    }
}
