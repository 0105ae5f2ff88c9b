using System.CommandLine;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;

namespace OpenTraces.Cli.Commands.Traces;

internal static class QueryCommand
{
    public static Command Build(CliHost host)
    {
        var lex = new Option<string?>("--lex") { Description = "Words that must all occur.", HelpName = "TEXT" };
        var agent = new Option<string?>("--agent") { Description = "claude-code, codex-cli, pi or hermes." };
        var tool = new Option<string?>("--tool") { Description = "A tool that was called." };
        var files = new Option<string[]>("--files") { Description = "A file touched: a path, its tail, or a glob.", HelpName = "PATH" };
        var skill = new Option<string?>("--skill") { Description = "A skill that was used." };
        var project = new Option<string?>("--project") { Description = "A folder: sessions that ran in it or below it.", HelpName = "DIR" };
        var cwd = new Option<bool>("--cwd") { Description = "The same as --project with the current folder." };
        var since = new Option<string?>("--since") { Description = "12h, 3d, 30m, or a date.", HelpName = "WHEN" };
        var fresh = new Option<bool>("--fresh") { Description = "Refuse (exit 8) when the index is behind the log, instead of answering from it." };
        var limit = new Option<int>("--limit") { Description = "The most traces listed.", DefaultValueFactory = _ => 20 }.FromOne();
        var command = new Command("query", "Search the traces held; without words, list them, newest first.")
        {
            lex, agent, tool, files, skill, project, cwd, since, limit, fresh,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            host,
            new SearchQuery
            {
                Text = parsed.GetValue(lex),
                Limit = parsed.GetValue(limit),
                Fresh = parsed.GetValue(fresh),
                Filter = new TraceFilter
                {
                    Agent = parsed.GetValue(agent),
                    Tool = parsed.GetValue(tool),
                    Files = parsed.GetValue(files) ?? [],
                    Skill = parsed.GetValue(skill),
                    Project = parsed.GetValue(cwd) ? host.WorkingDirectory
                        : parsed.GetValue(project) is { } folder ? host.Resolve(folder) : null,
                    Since = parsed.GetValue(since) is { } when ? SinceText.Parse(when, TimeProvider.System.GetUtcNow()) : null,
                },
            },
            parsed.GetValue(CommonOptions.Json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, SearchQuery query, bool json, CancellationToken cancellationToken)
    {
        await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        var result = await bucket.SearchAsync(query, cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        if (json)
            await JsonOutput.WriteAsync(host, w => QueryRendering.WriteJson(w, result, elapsed), cancellationToken);
        else
            QueryRendering.WriteScreen(host.Screen, result);
        if (result.Freshness is { StaleReason: "no_index" })
            host.Error.WriteLine("opentraces: There is no search index that can be read, so nothing was searched. Run 'opentraces bucket rebuild'; it makes one.");
        return ExitCode.Ok;
    }
}
