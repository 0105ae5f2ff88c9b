using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Datasets;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Datasets;

internal static class DatasetRunCommand
{
    public static Command Build(CliHost host)
    {
        var name = DatasetArguments.Name();
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be appended and write nothing." };
        var limit = new Option<int?>("--limit") { Description = "The most rows." }.FromOne();
        var trace = new Option<string?>("--trace") { Description = "One trace only.", HelpName = "ID" };
        var agent = new Option<string?>("--agent") { Description = "Sessions of this harness only." };
        var project = new Option<string?>("--project") { Description = "Sessions that ran in this folder or below it.", HelpName = "DIR" };
        var repo = CommonOptions.Repo();
        repo.Description = "Say what became of each change in this repository; without it survival is unknown.";
        var command = new Command("run", "Run a dataset's workflow and append the rows that are new.")
        {
            name, dryRun, limit, trace, agent, project, repo,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var options = new RunOptions
            {
                DryRun = parsed.GetValue(dryRun),
                Limit = parsed.GetValue(limit),
                Trace = parsed.GetValue(trace) is { } id
                    ? await Buckets.RequireIdAsync(bucket, Schema.TraceAddress.Parse(id).Trace, cancellationToken) : null,
                Filter = new TraceFilter
                {
                    Agent = parsed.GetValue(agent),
                    Project = parsed.GetValue(project) is { } folder ? host.Resolve(folder) : null,
                },
                Track = parsed.GetValue(repo) is { } repository
                    ? Tracker(await TraceTrail.OpenAsync(host.Resolve(repository), bucket, cancellationToken: cancellationToken))
                    : null,
            };
            return await RunAsync(host, bucket, parsed.GetRequiredValue(name), options, parsed.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }

    public static Func<Schema.TraceId, CancellationToken, ValueTask<TraceTracking?>> Tracker(TraceTrail trail) =>
        async (id, cancellationToken) => await trail.TrackAsync(id, cancellationToken: cancellationToken);

    private static async Task<int> RunAsync(
        CliHost host, TraceBucket bucket, string name, RunOptions options, bool json, CancellationToken cancellationToken)
    {
        var datasets = await DatasetStore.OpenAsync(host, bucket, cancellationToken);
        RunReport report;
        using (var progress = new ProgressLine<RunProgress>(host, p => $"{p.Emitted} rows emitted, {p.Accepted} new"))
            report = await datasets.RunAsync(name, options, progress, cancellationToken);
        if (json)
            await JsonOutput.WriteAsync(host, w => DatasetRendering.WriteRun(w, report), cancellationToken);
        else
            DatasetRendering.ShowRun(host.Screen, report);
        return report.Requests.Count > 0 ? ExitCode.NeedsJudgment : ExitCode.Ok;
    }
}
