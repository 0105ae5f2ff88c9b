using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Hosting;

internal static class Buckets
{
    /// <summary>For commands that keep something; makes the bucket when there is none.</summary>
    public static ValueTask<TraceBucket> OpenAsync(CliHost host, CancellationToken cancellationToken) =>
        TraceBucket.OpenAsync(host.BucketFolder, new BucketOptions { RecordBuilders = { new SessionRecordBuilder() }, TrailProjector = new TrailProjector() }, cancellationToken);

    /// <summary>For commands that only look: nothing is written, and a bucket that is not there is a precondition.</summary>
    public static ValueTask<TraceBucket> OpenToReadAsync(CliHost host, CancellationToken cancellationToken)
    {
        RequireFolder(host);
        return TraceBucket.OpenAsync(host.BucketFolder, new BucketOptions { ReadOnly = true }, cancellationToken);
    }

    /// <summary>For commands that look after a bucket: one that is not there is a precondition.</summary>
    public static ValueTask<TraceBucket> OpenExistingAsync(CliHost host, CancellationToken cancellationToken)
    {
        RequireFolder(host);
        return OpenAsync(host, cancellationToken);
    }

    public static void RequireFolder(CliHost host)
    {
        if (!Directory.Exists(host.BucketFolder))
        {
            RequirePermission(host.BucketFolder);
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"There is no bucket at {host.BucketFolder}. Run 'opentraces capture import PATH' or 'opentraces quickstart' first.");
        }
    }

    /// <summary>A folder that may not be looked into is not one that is not there.</summary>
    private static void RequirePermission(string folder)
    {
        try
        {
            _ = File.GetAttributes(folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"No permission to look for a bucket at {folder}. Ask for it as its owner, or name another folder in OPENTRACES_HOME.", e);
        }
        catch (IOException)
        {
            // It is not there.
        }
    }

    /// <summary>The trace meant: a whole id, or the beginning of one (8 digits or more) that only one trace has.</summary>
    public static async ValueTask<TraceId> RequireIdAsync(ITraceStore store, string text, CancellationToken cancellationToken)
    {
        if (TraceId.TryParse(text, out var id))
            return id;
        var found = new List<TraceId>();
        if (text.Length >= 8)
        {
            await foreach (var trace in store.ListAsync(cancellationToken: cancellationToken))
            {
                if (trace.TraceId.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase))
                    found.Add(trace.TraceId);
            }
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw NotFound(text),
            _ => throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{text}' begins {found.Count} trace ids. Give more digits."),
        };
    }

    public static OpenTracesException NotFound(string trace) => new(OpenTracesErrorCode.NotFound,
        $"Trace not found: {trace}. Run 'opentraces trace query' to list the traces held.");

    public static async ValueTask<TraceSummary> RequireSummaryAsync(
        ITraceStore store, TraceAddress address, CancellationToken cancellationToken) =>
        await store.FindSummaryAsync(await RequireIdAsync(store, address.Trace, cancellationToken), cancellationToken) ?? throw NotFound(address.Trace);
}
