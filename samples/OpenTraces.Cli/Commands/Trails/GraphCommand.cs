using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;
using OpenTraces.Trail.Graphs;

namespace OpenTraces.Cli.Commands.Trails;

internal static class GraphCommand
{
    public static Command Build(CliHost host)
    {
        var trace = new Option<string?>("--trace") { Description = "Only commits that took a change of this trace.", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = "The most commits, the newest first.", HelpName = "N", DefaultValueFactory = _ => 50 }.FromOne();
        var since = new Option<string?>("--since") { Description = $"Commits made within a duration: {DurationText.Accepted}.", HelpName = "DURATION" };
        var all = new Option<bool>("--all") { Description = "Every branch and tag, and not only what --at comes from." };
        var svg = new Option<string?>("--svg") { Description = "Draws it into a file.", HelpName = "FILE" };
        var at = new Option<string>("--at") { Description = "The revision whose history is shown.", DefaultValueFactory = _ => "HEAD" };
        var repo = CommonOptions.Repo();
        var command = new Command("graph", "Commits, and the sessions whose changes they took.") { trace, limit, since, all, svg, at, repo };
        command.Check(result =>
        {
            if (result.GetValue(since) is { } text && !DurationText.TryParse(text, out _))
                result.AddError($"--since takes a duration such as {DurationText.Accepted}.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var pivot = parsed.GetValue(trace) is { } address
                ? (await Buckets.RequireSummaryAsync(bucket, TraceAddress.Parse(address), cancellationToken)).TraceId : (TraceId?)null;
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var query = new GraphQuery
            {
                Revision = parsed.GetRequiredValue(at),
                AllBranches = parsed.GetValue(all),
                Limit = parsed.GetValue(limit),
                Since = parsed.GetValue(since) is { } text && DurationText.TryParse(text, out var duration)
                    ? DurationText.Before(TimeProvider.System.GetUtcNow(), duration) : null,
                Trace = pivot,
            };
            var graph = await trail.ReadGraphAsync(query, cancellationToken);
            var file = await Picture.DrawAsync(host, parsed.GetValue(svg), text => GraphPlot.WriteSvg(graph, text), cancellationToken);
            await ShallowWarning.WriteAsync(host, trail);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => GraphRendering.WriteJson(w, graph, file), cancellationToken);
            else
                GraphRendering.Show(host.Screen, graph, file);
            return ExitCode.Ok;
        });
        return command;
    }
}
