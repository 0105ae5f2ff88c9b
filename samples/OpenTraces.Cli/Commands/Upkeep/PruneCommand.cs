using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class PruneCommand
{
    public static Command Build(CliHost host)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be deleted." };
        var afterLoss = new Option<bool>("--after-loss") { Description = "Accept that events are lost which a repair could not say again, and delete what no trace needs." };
        var command = new Command("prune", "Delete what no trace needs any more.") { dryRun, afterLoss };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new PruneOptions { DryRun = parsed.GetValue(dryRun), AfterLoss = parsed.GetValue(afterLoss) };
            await using var bucket = options.DryRun
                ? await Buckets.OpenToReadAsync(host, cancellationToken)
                : await Buckets.OpenExistingAsync(host, cancellationToken);
            PruneReport report;
            using (var progress = new UpkeepProgressOutput(host, parsed, "bucket prune"))
                report = await bucket.PruneAsync(options, progress, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, report), cancellationToken);
            else
                host.Screen.WriteLine(Describe(report));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Describe(PruneReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.DeadObjects:N0} objects ({ByteText.Of(report.DeadBytes)}) in {report.Segments} segments are not needed; {(report.DryRun ? "would rewrite" : "rewrote")} {report.Rewritten.Count} segments, {(report.DryRun ? "freeing about" : "freed")} {ByteText.Of(report.FreedBytes)}; {report.TemporaryFiles.Count} temporary files.");

    private static void Write(Utf8JsonWriter w, PruneReport report)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteBoolean("dry_run", report.DryRun);
        w.WriteNumber("segments", report.Segments);
        w.WriteNumber("dead_objects", report.DeadObjects);
        w.WriteNumber("dead_bytes", report.DeadBytes);
        w.WriteStrings("rewritten", report.Rewritten);
        w.WriteNumber("freed_bytes", report.FreedBytes);
        w.WriteStrings("tempfiles", report.TemporaryFiles);
        w.WriteEndObject();
    }
}
