using OpenTraces.Bucket;
using OpenTraces.Datasets;
using OpenTraces.Schema;

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

    /// <summary>How many rows of which datasets were made from a trace; none, and nothing is created, without datasets.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, int>> CountRowsAsync(
        CliHost host, ITraceStore store, TraceId trace, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(host.DatasetsFolder))
            return new Dictionary<string, int>();
        var datasets = await OpenAsync(host, store, cancellationToken);
        return await datasets.CountRowsOfAsync(trace, cancellationToken);
    }
}
