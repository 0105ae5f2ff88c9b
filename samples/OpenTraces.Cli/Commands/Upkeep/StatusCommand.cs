using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class StatusCommand
{
    public static Command Build(CliHost host)
    {
        var command = new Command("status", "What the bucket holds and how current its derived parts are. Writes nothing.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var status = await bucket.ReadStatusAsync(cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => StatusRendering.Write(w, status), cancellationToken);
            else
                StatusRendering.Show(host.Screen, status);
            return status.LogDamage is null ? ExitCode.Ok : ExitCode.Integrity;
        });
        return command;
    }
}
