using System.CommandLine;
using System.Globalization;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class ManifestCommand
{
    public static Command Build(CliHost host)
    {
        var heal = new Option<bool>("--heal") { Description = "Count anew from the log and write the manifest." };
        var command = new Command("manifest", "The counts of the bucket. Writes nothing without --heal.") { heal };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var mustHeal = parsed.GetValue(heal);
            await using var bucket = mustHeal
                ? await Buckets.OpenExistingAsync(host, cancellationToken)
                : await Buckets.OpenToReadAsync(host, cancellationToken);
            var manifest = await bucket.ReadManifestAsync(mustHeal, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
            {
                await JsonOutput.WriteAsync(
                    host,
                    w =>
                    {
                        w.WriteStartObject();
                        w.WriteString("status", "ok");
                        w.WriteNumber("sequence", manifest.Sequence);
                        w.WriteNumber("log_head", manifest.LogHead);
                        w.WriteNumber("traces", manifest.Traces);
                        w.WriteNumber("generations", manifest.Generations);
                        w.WriteNumber("raw_bytes", manifest.RawBytes);
                        w.WriteBoolean("missing", manifest.Missing);
                        w.WriteBoolean("stale", manifest.Stale);
                        w.WriteBoolean("healed", manifest.Healed);
                        w.WriteEndObject();
                    },
                    cancellationToken);
                return ExitCode.Ok;
            }

            host.Screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{manifest.Traces:N0} traces, {manifest.Generations:N0} generations, {ByteText.Of(manifest.RawBytes)}, as of event {manifest.Sequence} of {manifest.LogHead}"));
            if (manifest.Healed)
                host.Screen.WriteLine("Written anew from the log.");
            else if (manifest.Missing || manifest.Stale)
                host.Screen.MarkupLine("[grey]Next: opentraces bucket manifest --heal[/]");
            return ExitCode.Ok;
        });
        return command;
    }
}
