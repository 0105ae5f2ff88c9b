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
        // First the file, which may fail: nobody wants half an answer on the screen before the reason.
        if (lossFile is not null)
            await WriteLossAsync(host.Resolve(lossFile), loss, cancellationToken);
        await JsonOutput.WriteAsync(host, document.WrittenMemory, cancellationToken);
        if (lossFile is null && !loss.IsLossless)
        {
            var places = loss.Entries.Where(static e => e.Kind != LossKind.Carried).Select(static e => e.Path).Distinct().Count();
            await host.Error.WriteLineAsync($"{format.Title} has no place for {places} kinds of members this trace has; --loss FILE names them.");
        }

        return ExitCode.Ok;
    }

    private static async Task WriteLossAsync(string path, LossReport loss, CancellationToken cancellationToken)
    {
        var report = new ArrayBufferWriter<byte>(1024);
        loss.WriteTo(report);
        report.Write("\n"u8);
        try
        {
            await File.WriteAllBytesAsync(path, report.WrittenMemory, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The loss report cannot be written to '{path}'. Nothing was printed; give --loss a file in a folder that exists and that you may write to.");
        }
    }
}
