using OpenTraces.Bucket;
using OpenTraces.Datasets;

namespace OpenTraces.Cli.Hosting;

internal static class DatasetStore
{
    public static async ValueTask<TraceDatasets> OpenAsync(CliHost host, ITraceStore store, CancellationToken cancellationToken) =>
        await TraceDatasets.OpenAsync(
            host.DatasetsFolder,
            store,
            new DatasetsOptions
            {
                RedactionKey = await RedactionKey.LoadOrCreateAsync(host.Home, cancellationToken),
                RowValidator = NJsonRowValidator.Create(),
                UserNames = [Path.GetFileName(host.UserHome)],
            },
            cancellationToken);
}
