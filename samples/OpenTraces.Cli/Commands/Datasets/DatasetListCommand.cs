using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;

namespace OpenTraces.Cli.Commands.Datasets;

internal static class DatasetListCommand
{
    public static Command Build(CliHost host)
    {
        var command = new Command("list", "The datasets there are.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var datasets = Directory.Exists(host.DatasetsFolder)
                ? await (await DatasetStore.OpenAsync(host, bucket, cancellationToken)).ListAsync(cancellationToken)
                : [];
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => DatasetRendering.WriteList(w, datasets), cancellationToken);
            else
                DatasetRendering.ShowList(host.Screen, datasets);
            return ExitCode.Ok;
        });
        return command;
    }
}
