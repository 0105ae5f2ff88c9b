using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail;
using OpenTraces.Trail.Hooks;

namespace OpenTraces.Cli.Commands.Trails;

internal static class HookCommands
{
    private const int DefaultBudget = 2000;
    private const string PostCommit = "post-commit";

    /// <summary>What a commit's hook ends with: a commit must not look as if it had failed, not even where the command line is wrong.</summary>
    public static int ExitCodeOf(ParseResult parsed, int exitCode) =>
        parsed.CommandResult.Command.Name == PostCommit ? ExitCode.Ok : exitCode;

    /// <summary>The same before there is anything to parse for.</summary>
    public static int ExitCodeOf(string[] args, int exitCode) => args is ["trail", "hook", PostCommit, ..] ? ExitCode.Ok : exitCode;

    public static Command Build(CliHost host) => new("hook", "Tie each commit to its sessions when it is made.")
    {
        BuildInstall(host),
        BuildRemove(host),
        BuildPostCommit(host),
    };

    private static Command BuildInstall(CliHost host)
    {
        var repo = CommonOptions.Repo();
        var command = new Command("install", "Add this tool to the repository's post-commit hook; what the hook does already stays.") { repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] line = [host.CommandPath, "trail", "hook", PostCommit];
            return await ShowAsync(host, parsed, await PostCommitHook.InstallAsync(Folder(host, parsed, repo), line, cancellationToken: cancellationToken),
                "is in", "was already in", cancellationToken);
        });
        return command;
    }

    private static Command BuildRemove(CliHost host)
    {
        var repo = CommonOptions.Repo();
        var command = new Command("remove", "Take this tool out of the hook again.") { repo };
        command.SetAction(async (parsed, cancellationToken) => await ShowAsync(
            host, parsed, await PostCommitHook.RemoveAsync(Folder(host, parsed, repo), cancellationToken: cancellationToken),
            "is out of", "was not in", cancellationToken));
        return command;
    }

    private static Command BuildPostCommit(CliHost host)
    {
        var repo = CommonOptions.Repo();
        var budget = new Option<int>("--budget-ms")
        {
            Description = "Give up after so many milliseconds.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultBudget,
        };
        var command = new Command(PostCommit, "What the hook runs: tie the newest commit to its sessions. Exits 0 whatever happens.") { repo, budget };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var milliseconds = Math.Max(0, parsed.GetValue(budget));
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(milliseconds);
            try
            {
                // Whoever names a folder means that one.
                await AnchorAsync(host, Folder(host, parsed, repo), parsed.GetValue(repo) is null ? host.HookRepository : null, deadline.Token);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The next anchoring does what is left.
                var why = deadline.IsCancellationRequested
                    ? string.Create(CultureInfo.InvariantCulture, $"not done within {milliseconds} ms")
                    : e.Message;
                await host.Error.WriteLineAsync($"opentraces: the commit was not tied to its sessions: {TerminalText.Clean(why)} ('opentraces git-backfill' catches up)");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task AnchorAsync(
        CliHost host, string folder, (string Directory, string? WorkTree)? named, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(host.BucketFolder))
            return;
        await using var bucket = await Buckets.OpenExistingAsync(host, cancellationToken);
        var options = new TrailOptions { GitDirectory = named?.Directory, WorkTree = named?.WorkTree };
        var trail = await TraceTrail.OpenAsync(folder, bucket, options, cancellationToken);
        var blame = await trail.AnchorCommitAsync(cancellationToken: cancellationToken);
        if (blame.Traces.Count > 0)
        {
            await host.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"opentraces: {blame.Commit[..10]} holds {blame.Traces.Sum(t => t.Patches.Count)} changes of {blame.Traces.Count} sessions"));
        }
    }

    private static string Folder(CliHost host, ParseResult parsed, Option<string?> repo) => host.Resolve(parsed.GetValue(repo) ?? ".");

    private static async Task<int> ShowAsync(
        CliHost host, ParseResult parsed, HookChange change, string now, string before, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            await JsonOutput.WriteAsync(host, w => Write(w, change), cancellationToken);
        }
        else
        {
            host.Screen.Write(new Spectre.Console.Text($"opentraces {(change.Changed ? now : before)} {change.Path}\n"));
        }

        return ExitCode.Ok;
    }

    private static void Write(Utf8JsonWriter w, HookChange change)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("hook", change.Path);
        w.WriteBoolean("changed", change.Changed);
        w.WriteEndObject();
    }
}
