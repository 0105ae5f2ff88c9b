using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

internal static class GetCommand
{
    public static Command Build(CliHost host)
    {
        var address = new Argument<string>("ADDRESS") { Description = "A trace id, ID:7, ID:last or ID:3-9." };
        var full = new Option<bool>("--full") { Description = "The whole record, not an overview of it." };
        var raw = new Option<bool>("--raw") { Description = "The native session file, byte for byte." };
        var generation = new Option<int?>("--generation") { Description = "With --raw: which capture of the session, from 1.", HelpName = "N" }.FromOne();
        var source = new Option<string?>("--source") { Description = "With --raw: a companion file instead of the session.", HelpName = "NAME" };
        var format = new Option<string?>("--as")
        {
            Description = "The whole trace in another format: " + string.Join(", ", ExchangeFormat.All.Select(f => $"{f.Name} ({f.Title} {f.Version})")) + ".",
            HelpName = "FORMAT",
        };
        var loss = new Option<string?>("--loss") { Description = "With --as: write what the format has no place for to this file, as JSON.", HelpName = "FILE" };
        var media = new Option<string?>("--media")
        {
            Description = "The images and documents of the trace as a list; with an address, the bytes of that one.",
            HelpName = "sha256:...",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("get", "Show a trace, one of its steps, or a span of them.") { address, full, raw, generation, source, media, format, loss };
        command.Check(result =>
        {
            if (!result.GetValue(raw) && (result.GetValue(generation) is not null || result.GetValue(source) is not null))
                result.AddError("--generation and --source go with --raw.");
            if (result.GetValue(raw) && result.GetValue(full))
                result.AddError("--raw and --full exclude each other.");
            if (result.GetValue(raw) && result.GetValue(CommonOptions.Json))
                result.AddError("--raw gives the native file as it is; leave --json out.");
            if (result.GetValue(format) is not null && (result.GetValue(raw) || result.GetValue(full) || result.GetResult(media) is not null))
                result.AddError("--as, --media, --raw and --full exclude each other.");
            if (result.GetValue(format) is null && result.GetValue(loss) is not null)
                result.AddError("--loss goes with --as.");
            if (result.GetValue(format) is { } name && ExchangeFormat.All.All(f => f.Name != name))
                result.AddError($"--as takes one of: {string.Join(", ", ExchangeFormat.All.Select(f => f.Name))}.");
            if (result.GetResult(media) is not null && (result.GetValue(raw) || result.GetValue(full)))
                result.AddError("--media, --raw and --full exclude each other.");
            if (result.GetValue(media) is not null && result.GetValue(CommonOptions.Json))
                result.AddError("--media ADDRESS gives the bytes as they are; leave --json out.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var at = TraceAddress.Parse(parsed.GetRequiredValue(address));
            if (parsed.GetValue(format) is { } name)
                return await GetAs.RunAsync(host, at, ExchangeFormat.Find(name), parsed.GetValue(loss), cancellationToken);
            if (parsed.GetResult(media) is not null)
                return await MediaOutput.RunAsync(host, at, parsed.GetValue(media), parsed.GetValue(CommonOptions.Json), cancellationToken);
            if (parsed.GetValue(raw))
                return await WriteRawAsync(host, at, parsed.GetValue(generation), parsed.GetValue(source), cancellationToken);
            return await ShowAsync(host, at, parsed.GetValue(full), parsed.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> WriteRawAsync(
        CliHost host, TraceAddress at, int? generation, string? source, CancellationToken cancellationToken)
    {
        if (at.IsStep || at.IsSpan)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "--raw gives a whole file; leave the step out of the address.");
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var id = await Buckets.RequireIdAsync(bucket, at.Trace, cancellationToken);
        await using var content = await bucket.OpenRawAsync(id, generation, source, cancellationToken);
        if (content is null)
        {
            throw await bucket.FindSummaryAsync(id, cancellationToken) is { } summary
                ? new OpenTracesException(OpenTracesErrorCode.NotFound,
                    $"Trace {id} has no such generation or source; it holds generations 1 to {summary.Generations}.")
                : Buckets.NotFound(at.Trace);
        }

        await content.CopyToAsync(host.Output, cancellationToken);
        await host.Output.FlushAsync(cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(
        CliHost host, TraceAddress at, bool full, bool json, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var summary = await Buckets.RequireSummaryAsync(bucket, at, cancellationToken);
        if (!at.IsStep && !at.IsSpan)
        {
            var record = await bucket.FindAsync(summary.TraceId, cancellationToken) ?? throw Buckets.NotFound(at.Trace);
            if (full)
                await JsonOutput.WriteAsync(host, TraceJson.Serialize(record), cancellationToken);
            else if (json)
                await JsonOutput.WriteAsync(host, w => GetRendering.WriteOverview(w, summary, record), cancellationToken);
            else
                GetRendering.ShowOverview(host.Screen, summary, record);
            return ExitCode.Ok;
        }

        var (first, last) = at.IsLast ? (summary.Steps, summary.Steps) : (at.FirstStep!.Value, at.LastStep!.Value);
        var steps = new List<Step>();
        await foreach (var step in bucket.ReadStepsAsync(summary.TraceId, first, last, cancellationToken))
            steps.Add(step);
        if (steps.Count == 0 || first < 1)
        {
            throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"Step not found: {at}. The trace has steps 1 to {summary.Steps}.");
        }

        if (json || full)
            await JsonOutput.WriteAsync(host, w => GetRendering.WriteSteps(w, summary, at, first, steps, full), cancellationToken);
        else
            GetRendering.ShowSteps(host.Screen, steps);
        return ExitCode.Ok;
    }
}
