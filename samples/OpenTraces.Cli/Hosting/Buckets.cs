using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Hosting;

internal static class Buckets
{
    /// <summary>For commands that keep something; makes the bucket when there is none.</summary>
    public static ValueTask<TraceBucket> OpenAsync(CliHost host, CancellationToken cancellationToken) =>
        TraceBucket.OpenAsync(host.BucketFolder, cancellationToken: cancellationToken);

    /// <summary>For commands that only look: nothing is written, and a bucket that is not there is a precondition.</summary>
    public static ValueTask<TraceBucket> OpenToReadAsync(CliHost host, CancellationToken cancellationToken) =>
        Directory.Exists(host.BucketFolder)
            ? TraceBucket.OpenAsync(host.BucketFolder, new BucketOptions { ReadOnly = true }, cancellationToken)
            : throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"There is no bucket at {host.BucketFolder}. Run 'opentraces capture import PATH' or 'opentraces quickstart' first.");

    /// <summary>The id in an address; a text that is no full id names nothing that is held.</summary>
    public static TraceId RequireId(TraceAddress address) => TraceId.TryParse(address.Trace, out var id)
        ? id
        : throw NotFound(address.Trace);

    public static OpenTracesException NotFound(string trace) => new(OpenTracesErrorCode.NotFound,
        $"Trace not found: {trace}. Run 'opentraces trace query' to list the traces held.");

    public static async ValueTask<TraceSummary> RequireSummaryAsync(
        ITraceStore store, TraceAddress address, CancellationToken cancellationToken) =>
        await store.FindSummaryAsync(RequireId(address), cancellationToken) ?? throw NotFound(address.Trace);
}
