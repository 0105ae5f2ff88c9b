using System.Buffers;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>Prints a trace in a format of somebody else.</summary>
internal static class GetAs
{
    public static async Task<int> RunAsync(
        CliHost host, TraceAddress at, ExchangeFormat format, string? lossFile, CancellationToken cancellationToken)
    {
        if (at.IsStep || at.IsSpan)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "--as gives a whole trace; leave the step out of the address.");
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var id = await Buckets.RequireIdAsync(bucket, at.Trace, cancellationToken);
        var record = await bucket.FindAsync(id, cancellationToken) ?? throw Buckets.NotFound(at.Trace);
        var patches = new List<TracePatch>();
        if (format == ExchangeFormat.AgentTrace)
        {
            await foreach (var patch in bucket.ReadPatchesAsync(id, cancellationToken))
                patches.Add(patch);
        }

        var document = new ArrayBufferWriter<byte>(4096);
        var loss = TraceExchange.Write(format, record, document, patches);
        await JsonOutput.WriteAsync(host, document.WrittenMemory, cancellationToken);
        if (lossFile is not null)
        {
            var report = new ArrayBufferWriter<byte>(1024);
            loss.WriteTo(report);
            report.Write("\n"u8);
            await File.WriteAllBytesAsync(host.Resolve(lossFile), report.WrittenMemory, cancellationToken);
        }
        else if (!loss.IsLossless)
        {
            var places = loss.Entries.Where(static e => e.Kind != LossKind.Carried).Select(static e => e.Path).Distinct().Count();
            await host.Error.WriteLineAsync($"{format.Title} has no place for {places} kinds of members this trace has; --loss FILE names them.");
        }

        return ExitCode.Ok;
    }
}
