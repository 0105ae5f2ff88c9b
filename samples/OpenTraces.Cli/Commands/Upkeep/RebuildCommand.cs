using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class RebuildCommand
{
    private static readonly (Substrates Part, string Name)[] Names = [(Substrates.Index, "index"), (Substrates.Traces, "traces"), (Substrates.Trail, "trail")];

    public static Command Build(CliHost host)
    {
        var substrate = new Option<string>("--substrate")
        {
            Description = "What to make again; default the search index. 'all' is index, traces and trail: there is nothing that makes the context tree yet.",
            DefaultValueFactory = _ => "index",
        };
        substrate.AcceptOnlyFromAmong("index", "traces", "trail", "context-tree", "all");
        var command = new Command("rebuild", "Make derived parts again from the log, the blobs and the raw sessions.") { substrate };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var what = Parse(parsed.GetRequiredValue(substrate));
            await using var bucket = await Buckets.OpenExistingAsync(host, cancellationToken);
            RebuildReport report;
            using (var progress = new UpkeepProgressOutput(host, parsed, "bucket rebuild"))
                report = await bucket.RebuildAsync(what, progress, cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => Write(w, report), cancellationToken);
            else
                host.Screen.WriteLine(report.Substrates == Substrates.Index ? "The search index was built anew." : string.Create(CultureInfo.InvariantCulture,
                    $"{report.Records} records read again, {report.RecordsChanged} changed; {report.Trails} trails; index {(report.Index ? "built anew" : "left as it was")}."));
            foreach (var (trace, why) in report.Failed)
                host.Error.WriteLine($"opentraces: trace {trace} was left as it is: {TerminalText.Clean(why)}");
            return report.Failed.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static Substrates Parse(string name) => name switch
    {
        "traces" => Substrates.Traces,
        "trail" => Substrates.Trail,
        "all" => Substrates.All,
        "context-tree" => throw new OpenTracesException(OpenTracesErrorCode.Precondition,
            "No context is captured yet, so there is no context tree to build. 'opentraces bucket rebuild --help' names what there is."),
        _ => Substrates.Index,
    };

    private static void Write(Utf8JsonWriter w, RebuildReport report)
    {
        w.WriteStartObject();
        w.WriteString("status", report.Failed.Count == 0 ? "ok" : "partial");
        w.WriteStrings("substrates", Names.Where(n => report.Substrates.HasFlag(n.Part)).Select(n => n.Name));
        w.WriteNumber("records", report.Records);
        w.WriteNumber("records_changed", report.RecordsChanged);
        w.WriteNumber("trails", report.Trails);
        w.WriteBoolean("index_rebuilt", report.Index);
        w.WriteStrings("skipped", report.Skipped.Select(t => t.ToString()));
        w.WriteStartArray("errors");
        foreach (var (trace, why) in report.Failed)
        {
            w.WriteStartObject();
            w.WriteString("trace_id", trace.ToString());
            w.WriteString("message", why);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }
}
