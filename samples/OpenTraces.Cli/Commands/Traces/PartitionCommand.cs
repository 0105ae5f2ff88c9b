using System.Buffers;
using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary><c>trace partition ID --by s1</c> and its long-name twin <c>trace slice ID --by user-turn</c>.</summary>
internal static class PartitionCommand
{
    public static Command Build(CliHost host, string name)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace id." };
        var by = new Option<string>("--by")
        {
            Description = "The slicer: s1 or user-turn, s2 or change-burst.",
            DefaultValueFactory = _ => "s1",
        };
        var command = new Command(name, "Cut a trace into trajectories that tile it.") { trace, by };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            host, TraceAddress.Parse(parsed.GetRequiredValue(trace)), parsed.GetRequiredValue(by),
            parsed.GetValue(CommonOptions.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, TraceAddress at, string by, bool json, CancellationToken cancellationToken)
    {
        var slicer = SlicerCatalog.BuiltIn.Get(by);
        if (at.IsStep || at.IsSpan)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "A slicer cuts a whole trace; leave the step out of the address.");
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var summary = await Buckets.RequireSummaryAsync(bucket, at, cancellationToken);
        var steps = await ReadViewsAsync(bucket, summary, cancellationToken);
        var slicing = slicer.Slice(steps);
        if (json)
        {
            var envelope = new ArrayBufferWriter<byte>(1024);
            SlicingJson.Write(envelope, summary.TraceId.ToString(), slicer.Info, steps.Count, slicing);
            await JsonOutput.WriteAsync(host, envelope.WrittenMemory, cancellationToken);
        }
        else
        {
            Show(host.Screen, steps, slicing);
        }

        return ExitCode.Ok;
    }

    public static async Task<IReadOnlyList<StepView>> ReadViewsAsync(
        ITraceStore store, TraceSummary summary, CancellationToken cancellationToken)
    {
        var views = new List<StepView>(summary.Steps);
        await foreach (var step in store.ReadStepsAsync(summary.TraceId, 1, summary.Steps, cancellationToken))
            views.Add(StepView.Of(step));
        return views;
    }

    private static void Show(IAnsiConsole screen, IReadOnlyList<StepView> steps, Slicing slicing)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("steps", "kind", "label");
        foreach (var piece in slicing.Trajectories)
        {
            table.AddRow(
                $"{steps[piece.Start].StepIndex}-{steps[piece.End].StepIndex}", Markup.Escape(piece.Kind), Markup.Escape(piece.Label));
        }

        screen.Write(table);
    }
}
