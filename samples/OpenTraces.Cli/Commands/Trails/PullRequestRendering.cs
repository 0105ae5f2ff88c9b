using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail.GitHub;
using OpenTraces.Trail.PullRequests;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class PullRequestRendering
{
    public static string Summary(PullRequestText text) => string.Create(CultureInfo.InvariantCulture,
        $"{text.Commits} commits, {text.Traces.Count} traces, {text.Redactions} redactions");

    public static async Task<int> ShowAsync(
        CliHost host, ParseResult parsed, PullRequestText text, PullRequestReceipt receipt, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(CommonOptions.Json))
            await JsonOutput.WriteAsync(host, w => WriteReceipt(w, text, receipt), cancellationToken);
        else
            host.Screen.MarkupLineInterpolated($"{(receipt.IsNew ? "created" : receipt.IsChanged ? "updated" : "unchanged")} {receipt.Url} [grey]({Summary(text)})[/]");
        return ExitCode.Ok;
    }

    public static void WriteText(Utf8JsonWriter w, PullRequestText text)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.pr.v1");
        WriteMembers(w, text);
        w.WriteString("body", text.Body);
        w.WriteEndObject();
    }

    private static void WriteReceipt(Utf8JsonWriter w, PullRequestText text, PullRequestReceipt receipt)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.pr.v1");
        w.WriteNumber("number", receipt.Number);
        w.WriteString("url", receipt.Url);
        w.WriteBoolean("created", receipt.IsNew);
        w.WriteBoolean("changed", receipt.IsChanged);
        WriteMembers(w, text);
        w.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter w, PullRequestText text)
    {
        w.WriteString("base", text.Base);
        w.WriteString("head", text.Head);
        w.WriteString("merge_base", text.MergeBase);
        w.WriteString("title", text.Title);
        w.WriteNumber("commits", text.Commits);
        w.WriteStrings("traces", text.Traces.Select(t => t.ToString()));
        w.WriteNumber("redactions", text.Redactions);
    }
}
