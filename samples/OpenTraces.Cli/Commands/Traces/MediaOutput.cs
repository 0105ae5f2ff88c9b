using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>Lists the images and documents of a trace, or writes the bytes of one.</summary>
internal static class MediaOutput
{
    public static async Task<int> RunAsync(
        CliHost host, TraceAddress at, string? wanted, bool json, CancellationToken cancellationToken)
    {
        if (at.IsStep || at.IsSpan)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "--media belongs to a whole trace; leave the step out of the address.");
        if (wanted is not null && !ContentHash.TryParse(wanted, out _))
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "--media takes an address as a step names it: sha256: and 64 hexadecimal digits.");
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var id = await Buckets.RequireIdAsync(bucket, at.Trace, cancellationToken);
        if (wanted is not null)
            return await WriteAsync(host, bucket, id, ContentHash.Parse(wanted), cancellationToken);
        if (await bucket.FindSummaryAsync(id, cancellationToken) is null)
            throw Buckets.NotFound(at.Trace);

        var media = new List<TraceMedia>();
        await foreach (var one in bucket.ReadMediaAsync(id, cancellationToken))
            media.Add(one);
        if (json)
            await JsonOutput.WriteAsync(host, w => GetRendering.WriteMedia(w, id, media), cancellationToken);
        else
            GetRendering.ShowMedia(host.Screen, media);
        return ExitCode.Ok;
    }

    private static async Task<int> WriteAsync(
        CliHost host, TraceBucket bucket, TraceId id, ContentHash address, CancellationToken cancellationToken)
    {
        await using var content = await bucket.OpenMediaAsync(id, address, cancellationToken)
            ?? throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"Trace {id} holds no media {address.ToPrefixedString()}. 'trace get {id} --media' lists what it holds.");
        await content.CopyToAsync(host.Output, cancellationToken);
        await host.Output.FlushAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
