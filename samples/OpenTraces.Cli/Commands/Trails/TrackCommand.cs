using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class TrackCommand
{
    public static Command Build(CliHost host)
    {
        var options = new TrackOptions();
        var command = options.AddTo(new Command("track", "Where changes landed, whether they are still alive, and how long they live."));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetValue(options.Trace) is { } trace ? TraceAddress.Parse(trace) : null;
            if (address is { IsStep: true } or { IsSpan: true })
                throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "trail track follows a whole trace; leave the step out of the address.");
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var summary = address is null ? null : await Buckets.RequireSummaryAsync(bucket, address, cancellationToken);
            var repo = host.Resolve(parsed.GetValue(options.Repo) ?? ".");
            var trail = await TraceTrail.OpenAsync(repo, bucket, cancellationToken: cancellationToken);
            var json = parsed.GetValue(CommonOptions.Json);
            var at = parsed.GetRequiredValue(options.At);
            if (parsed.GetValue(options.Curve))
            {
                var curves = await trail.MeasureSurvivalAsync(options.GroupingOf(parsed), at, cancellationToken);
                await ShallowWarning.WriteAsync(host, trail);
                return await CurveRendering.AnswerAsync(host, curves, parsed.GetValue(options.Svg), json, cancellationToken);
            }

            return summary is null
                ? await TrackManyAsync(host, trail, options.FilterOf(parsed, TimeProvider.System.GetUtcNow()), options.LimitOf(parsed), at, json, cancellationToken)
                : await TrackOneAsync(host, trail, summary, repo, at, json, cancellationToken);
        });
        return command;
    }

    private static async Task<int> TrackOneAsync(
        CliHost host, TraceTrail trail, TraceSummary summary, string repo, string at, bool json, CancellationToken cancellationToken)
    {
        var tracking = await trail.TrackAsync(summary.TraceId, at, cancellationToken);
        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => TrackRendering.WriteJson(w, tracking), cancellationToken);
        else
            TrackRendering.Show(host.Screen, tracking, Elsewhere(summary.Project, repo, tracking));
        return ExitCode.Ok;
    }

    private static async Task<int> TrackManyAsync(
        CliHost host, TraceTrail trail, TrackFilter filter, int? limit, string at, bool json, CancellationToken cancellationToken)
    {
        string? head = null;
        var rows = new List<PatchTracking>();
        await foreach (var tracking in trail.TrackAllAsync(filter, at, cancellationToken))
        {
            head = tracking.Head;
            rows.AddRange(tracking.Patches);
        }

        var truncated = limit < rows.Count;
        if (truncated)
            rows.RemoveRange(limit!.Value, rows.Count - limit.Value);
        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => TrackRendering.WriteJson(w, trace: null, head, rows, truncated), cancellationToken);
        else
            TrackRendering.ShowMany(host.Screen, head, rows, truncated);
        return ExitCode.Ok;
    }

    /// <summary>Where the session ran, when nothing of it is in this repository: the likeliest reason is the wrong repository.</summary>
    private static string? Elsewhere(string? project, string repo, TraceTracking tracking) =>
        project is null || tracking.Patches.Count == 0 || tracking.Patches.Any(p => p.Anchor.Commit is not null)
            || IsWithin(repo, project) || IsWithin(project, repo)
            ? null
            : project;

    private static bool IsWithin(string path, string folder) =>
        (path + Path.DirectorySeparatorChar).StartsWith(folder.TrimEnd('/', '\\') + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
