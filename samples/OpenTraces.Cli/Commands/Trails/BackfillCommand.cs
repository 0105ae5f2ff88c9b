using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail;
using OpenTraces.Trail.Backfill;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BackfillCommand
{
    public static Command Build(CliHost host)
    {
        var commits = new Option<int>("--max-commits")
        {
            Description = "How many commits to look at, the newest first.",
            HelpName = "N",
            DefaultValueFactory = _ => 2000,
        }.FromOne();
        var window = new Option<double?>("--window-hours")
        {
            Description = "Take a commit only within so many hours after a change was made; default any.",
            HelpName = "H",
            CustomParser = ReadHours,
        };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would be remembered, and write nothing." };
        var repo = CommonOptions.Repo();
        var command = new Command("git-backfill", "Tie the commits a repository already has to the sessions the bucket already has.") { commits, window, dry, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new BackfillOptions
            {
                MaxCommits = parsed.GetValue(commits),
                Window = parsed.GetValue(window) is { } hours ? TimeSpan.FromHours(hours) : null,
                DryRun = parsed.GetValue(dry),
            };
            await using var bucket = options.DryRun
                ? await Buckets.OpenToReadAsync(host, cancellationToken) : await Buckets.OpenExistingAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var report = await trail.BackfillAsync(options, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, report, options.DryRun), cancellationToken);
            else
                Show(host.Screen, report, options.DryRun);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Only digits and a point: a comma would be read as one that parts thousands.</summary>
    private static double? ReadHours(ArgumentResult result)
    {
        if (result.Tokens is [var token]
            && double.TryParse(token.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 1_000_000)
        {
            return hours;
        }

        result.AddError("--window-hours takes a number over 0 and up to a million, such as 0.5.");
        return null;
    }

    private static void Write(Utf8JsonWriter w, BackfillReport report, bool isDry)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteBoolean("dry_run", isDry);
        w.WriteString("last_commit", report.Head);
        w.WriteNumber("commits_processed", report.Commits);
        w.WriteNumber("commits_attributed", report.AttributedCommits);
        w.WriteNumber("patches", report.Patches);
        w.WriteNumber("claimed_lines", report.ClaimedLines);
        w.WriteNumber("attributed_lines", report.AttributedLines);
        w.WriteNumber("total_lines", report.AddedLines);
        w.WriteNumber("coverage_ratio", report.AddedLines == 0 ? 0 : Math.Round((double)report.AttributedLines / report.AddedLines, 4));
        w.WriteStrings("traces_anchored", report.Traces.Select(t => t.ToString()));
        w.WriteEndObject();
    }

    private static void Show(IAnsiConsole screen, BackfillReport report, bool isDry)
    {
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Commits:N0} commits, {report.AttributedCommits:N0} of them with {report.Patches:N0} changes of stored sessions."));
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.ClaimedLines:N0} of {report.AddedLines:N0} added lines come from a session, {report.AttributedLines:N0} of them firmly."));
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Traces.Count:N0} sessions {(isDry ? "would be tied to them anew" : "were tied to them anew")}."));
    }
}
