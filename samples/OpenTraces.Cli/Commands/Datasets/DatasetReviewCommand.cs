using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Datasets;

namespace OpenTraces.Cli.Commands.Datasets;

/// <summary><c>dataset review NAME</c> lists the rows; <c>approve</c>, <c>reject</c> and <c>reset</c> decide.</summary>
internal static class DatasetReviewCommand
{
    private delegate ValueTask<ReviewChange> Decision(
        TraceDatasets datasets, string name, IReadOnlyCollection<string>? rows, CancellationToken cancellationToken);

    public static Command Build(CliHost host)
    {
        var name = DatasetArguments.Name();
        name.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("review", "The rows of a dataset with their states.") { name };
        command.Check(result =>
        {
            if (result.Children.All(c => c is not System.CommandLine.Parsing.CommandResult) && result.GetValue(name) is null)
                result.AddError("dataset review needs a NAME.");
        });
        command.SetAction((parsed, cancellationToken) => ListAsync(
            host, parsed.GetValue(name)!, parsed.GetValue(CommonOptions.Json), cancellationToken));
        command.Add(Decide(host, "approve", "Make rows publishable.", (d, n, r, c) => d.ApproveAsync(n, r, c)));
        command.Add(Decide(host, "reject", "Keep rows from being published.", (d, n, r, c) => d.RejectAsync(n, r, c)));
        command.Add(Decide(host, "reset", "Take decisions back.", (d, n, r, c) => d.ResetAsync(n, r, c)));
        return command;
    }

    private static Command Decide(CliHost host, string verb, string description, Decision decision)
    {
        var name = DatasetArguments.Name();
        var rows = new Argument<string[]>("ROW") { Description = "Row ids.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every row that is not blocked." };
        var command = new Command(verb, description) { name, rows, all };
        command.Check(result =>
        {
            if (result.GetValue(all) == (result.GetValue(rows) is { Length: > 0 }))
                result.AddError($"dataset review {verb} takes row ids, or --all.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var datasets = await DatasetStore.OpenAsync(host, bucket, cancellationToken);
            var change = await decision(
                datasets, parsed.GetRequiredValue(name), parsed.GetValue(all) ? null : parsed.GetValue(rows), cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => DatasetRendering.WriteChange(w, verb, change), cancellationToken);
            else
                DatasetRendering.ShowChange(host.Screen, verb, change);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> ListAsync(CliHost host, string name, bool json, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var datasets = await DatasetStore.OpenAsync(host, bucket, cancellationToken);
        var rows = new List<DatasetRow>();
        await foreach (var row in datasets.ListRowsAsync(name, cancellationToken))
            rows.Add(row);
        if (json)
            await JsonOutput.WriteAsync(host, w => DatasetRendering.WriteRows(w, name, rows), cancellationToken);
        else
            DatasetRendering.ShowRows(host.Screen, name, rows);
        return ExitCode.Ok;
    }
}
