using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Trail.Curves;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Trails;

internal static class CurveRendering
{
    /// <summary>The ages the table shows, in days.</summary>
    private static readonly int[] Ages = [1, 7, 30, 90];

    public static async Task<int> AnswerAsync(CliHost host, SurvivalCurves curves, string? svg, bool json, CancellationToken cancellationToken)
    {
        var file = await Picture.DrawAsync(host, svg, text => SurvivalPlot.WriteSvg(curves, text), cancellationToken);
        if (json)
            await JsonOutput.WriteAsync(host, w => WriteJson(w, curves, file), cancellationToken);
        else
            Show(host.Screen, curves, file);
        return ExitCode.Ok;
    }

    private static void WriteJson(Utf8JsonWriter w, SurvivalCurves curves, string? file)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("schema_version", "opentraces.trail.curve.v1");
        w.WriteString("head", curves.Head);
        w.WriteString("by", NameOf(curves.By));
        w.WriteString("svg", file);
        w.WriteNumber("count", curves.Curves.Count);
        w.WriteStartArray("curves");
        foreach (var curve in curves.Curves)
            WriteCurve(w, curve);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter w, SurvivalCurve curve)
    {
        w.WriteStartObject();
        w.WriteString("group", curve.Group);
        w.WriteNumber("patches", curve.Patches);
        w.WriteNumber("patches_ended", curve.Ended);
        w.WriteNumber("lines", curve.Lines);
        w.WriteNumber("lines_ended", curve.LinesEnded);
        WriteShare(w, "median_days", curve.MedianInDays);
        w.WriteStartArray("points");
        foreach (var point in curve.Points)
        {
            w.WriteStartObject();
            w.WriteNumber("age_days", point.AgeInDays);
            w.WriteNumber("alive", point.Alive);
            WriteShare(w, "low", point.Low);
            WriteShare(w, "high", point.High);
            w.WriteNumber("at_risk", point.AtRisk);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter w, string name, double? value)
    {
        if (value is { } number)
            w.WriteNumber(name, number);
        else
            w.WriteNull(name);
    }

    private static void Show(IAnsiConsole screen, SurvivalCurves curves, string? file)
    {
        if (curves.Curves.Count == 0)
        {
            screen.MarkupLine("[grey]No change of a session has landed in this repository.[/]");
        }
        else
        {
            var table = new Table().Border(TableBorder.Simple);
            table.AddColumns(NameOf(curves.By) ?? "", "changes", "gone");
            foreach (var age in Ages)
                table.AddColumn(new TableColumn(string.Create(CultureInfo.InvariantCulture, $"{age}d")).NoWrap());
            table.AddColumn(new TableColumn("oldest").NoWrap());
            table.AddColumn("median");
            foreach (var curve in curves.Curves)
            {
                table.AddRow(
                [
                    Markup.Escape(curve.Group), Number(curve.Patches), Number(curve.Ended), .. Ages.Select(a => Share(curve.FindPoint(a))),
                    $"{Share(curve.Points[^1])} at {Days(curve.Points[^1].AgeInDays)}", curve.MedianInDays is { } median ? Days(median) : "-",
                ]);
            }

            screen.Write(table);
            screen.MarkupLineInterpolated($"[grey]share of lines alive by age, with its 95 % interval; a dash where nothing is so old; judged at {curves.Head[..10]}[/]");
        }

        if (file is not null)
            screen.MarkupLineInterpolated($"[grey]drawn into {file}[/]");
    }

    private static string? NameOf(SurvivalGrouping by) => by switch
    {
        SurvivalGrouping.Agent => "agent",
        SurvivalGrouping.Model => "model",
        SurvivalGrouping.Tool => "tool",
        _ => null,
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(SurvivalPoint? point) => point switch
    {
        null => "-",
        { Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture, $"{Percent(point.Alive)} % ({Percent(low)}-{Percent(high)})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Percent(point.Alive)} %"),
    };

    private static string Days(double days) => string.Create(CultureInfo.InvariantCulture, $"{days:0.##}d");

    private static double Percent(double share) => Math.Round(share * 100);
}
