using System.CommandLine;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;

namespace OpenTraces.Cli.Commands.Quickstart;

internal static class QuickstartCommand
{
    public static Command Build(CliHost host)
    {
        var sample = new Option<bool>("--sample") { Description = "Take the bundled sample even when this repository has sessions." };
        var command = new Command(
            "quickstart", "The whole way on the newest sessions of this repository, or on a bundled sample: keep, find, cut, blame, project.")
        {
            sample,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            QuickstartReport report;
            using (var progress = new ProgressLine<string>(host, stage => stage + " ..."))
                report = await new QuickstartRun(host, progress).RunAsync(parsed.GetValue(sample), cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => QuickstartRendering.WriteJson(w, host, report), cancellationToken);
            else
                QuickstartRendering.Show(host, report);
            return ImportCommand.ExitCodeOf(report.Imports);
        });
        return command;
    }
}
