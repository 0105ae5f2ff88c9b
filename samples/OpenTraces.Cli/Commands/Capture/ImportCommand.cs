using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Capture;

internal static class ImportCommand
{
    private static readonly string[] Agents = ["auto", "claude-code", "codex-cli", "pi", "hermes"];

    public static Command Build(CliHost host)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Session files, or folders of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var agent = new Option<string>("--agent")
        {
            Description = "Read every file as this harness's instead of telling by content.",
            DefaultValueFactory = _ => "auto",
        };
        agent.AcceptOnlyFromAmong(Agents);
        var repo = CommonOptions.Repo();
        repo.Description = "Tie the imported edits to the commits of this repository.";
        var command = new Command("import", "Read session files into the bucket.") { paths, agent, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = parsed.GetRequiredValue(agent);
            return await RunAsync(
                host,
                [.. parsed.GetRequiredValue(paths).Select(host.Resolve)],
                new ImportOptions { Agent = chosen == "auto" ? null : chosen, Calls = new CallLog(host.CallsFolder) },
                parsed.GetValue(repo) is { } folder ? host.Resolve(folder) : null,
                parsed.GetValue(CommonOptions.Json),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, string[] paths, ImportOptions options, string? repo, bool json, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenAsync(host, cancellationToken);
        var trail = repo is null ? null : await TraceTrail.OpenAsync(repo, bucket, cancellationToken: cancellationToken);
        List<ImportResult> results;
        using (var progress = new ProgressLine<ImportProgress>(
            host, p => $"{p.Files}/{p.TotalFiles} files, {p.Bytes / 1024.0 / 1024.0:0.0} MB"))
        {
            results = await ImportLoop.RunAsync(
                new TraceCapture(bucket).ImportAsync(paths, options, progress, cancellationToken),
                async () => (await bucket.ReadStatusAsync(cancellationToken)).LogDamage is not null, cancellationToken);
        }

        if (trail is not null)
            await AnchorAsync(trail, results, cancellationToken);
        if (json)
            await JsonOutput.WriteAsync(host, w => ImportRendering.WriteJson(w, results), cancellationToken);
        else
            ImportRendering.WriteScreen(host.Screen, results);
        return ExitCodeOf(results);
    }

    /// <summary>Damage in the bucket is more than a file that was not read.</summary>
    public static int ExitCodeOf(IReadOnlyList<ImportResult> results) =>
        results.Any(r => r.Error is { Code: OpenTracesErrorCode.StoreCorrupt }) ? ExitCode.Integrity
        : results.Any(r => r.Error is not null) ? ExitCode.Failed
        : ExitCode.Ok;

    private static async Task AnchorAsync(TraceTrail trail, List<ImportResult> results, CancellationToken cancellationToken)
    {
        foreach (var id in results.Where(r => r is { Receipt.Outcome: not IngestOutcome.Forgotten, Trace.Patches: > 0 }).Select(r => r.Receipt!.TraceId).Distinct())
            await trail.AnchorAsync(id, cancellationToken);
    }
}
