using System.Globalization;
using System.Text.Json;
using OpenTraces.Cli.Output;
using OpenTraces.Datasets;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Datasets;

internal static class DatasetRendering
{
    public static string Name(DatasetPublicationStatus state) => state switch
    {
        DatasetPublicationStatus.NeedsReview => "needs_review",
        DatasetPublicationStatus.Publishable => "publishable",
        DatasetPublicationStatus.Rejected => "rejected",
        DatasetPublicationStatus.Blocked => "blocked",
        _ => "published",
    };

    public static void WriteCreated(Utf8JsonWriter w, DatasetInfo dataset)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WritePropertyName("dataset");
        WriteDataset(w, dataset);
        w.WriteString("next_command", $"opentraces dataset run {dataset.Name}");
        w.WriteEndObject();
    }

    public static void ShowCreated(IAnsiConsole screen, DatasetInfo dataset)
    {
        screen.MarkupLineInterpolated($"Created [bold]{dataset.Name}[/] at {dataset.Folder}, workflow {dataset.Workflow}.");
        screen.MarkupLineInterpolated($"[grey]Next: opentraces dataset run {dataset.Name}[/]");
    }

    private static void WriteDataset(Utf8JsonWriter w, DatasetInfo dataset)
    {
        w.WriteStartObject();
        w.WriteString("name", dataset.Name);
        w.WriteString("path", dataset.Folder);
        w.WriteString("workflow", dataset.Workflow);
        w.WriteString("workflow_digest", dataset.WorkflowDigest);
        w.WriteString("schema_digest", dataset.SchemaDigest);
        w.WriteNumber("row_count", dataset.Rows);
        w.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter w, IReadOnlyList<DatasetInfo> datasets)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteNumber("count", datasets.Count);
        w.WriteStartArray("datasets");
        foreach (var dataset in datasets)
            WriteDataset(w, dataset);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void ShowList(IAnsiConsole screen, IReadOnlyList<DatasetInfo> datasets)
    {
        if (datasets.Count == 0)
        {
            screen.MarkupLine("[grey]There is no dataset yet. Create one with 'opentraces dataset new NAME'.[/]");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("dataset", "workflow", "rows", "folder");
        foreach (var dataset in datasets)
            table.AddRow(Markup.Escape(dataset.Name), Markup.Escape(dataset.Workflow), Number(dataset.Rows), Markup.Escape(dataset.Folder));
        screen.Write(table);
    }

    public static void WriteRun(Utf8JsonWriter w, RunReport report)
    {
        w.WriteStartObject();
        w.WriteString("status", report.Requests.Count > 0 ? "needs_judgment" : "ok");
        w.WriteString("run_id", report.RunId);
        w.WriteString("dataset", report.Dataset);
        w.WriteBoolean("dry_run", report.DryRun);
        w.WriteNumber("candidate_count", report.Candidates);
        w.WriteNumber("emitted_count", report.Emitted);
        w.WriteNumber(report.DryRun ? "would_append_count" : "appended_count", report.Appended);
        w.WriteNumber("duplicate_count", report.Duplicates);
        w.WriteNumber("redactions_applied", report.Redactions);
        WriteRefused(w, "validation_errors", report.ValidationErrors);
        WriteRefused(w, "rejected_by_floor", report.RejectedByFloor);
        w.WriteBoolean("workflow_changed", report.WorkflowChanged);
        w.WriteEndObject();
    }

    private static void WriteRefused(Utf8JsonWriter w, string name, IReadOnlyList<RefusedRow> rows)
    {
        w.WriteStartArray(name);
        foreach (var row in rows)
        {
            w.WriteStartObject();
            w.WriteNumber("position", row.Position);
            w.WriteStrings("reasons", row.Reasons);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    public static void ShowRun(IAnsiConsole screen, RunReport report)
    {
        var verb = report.DryRun ? "would be appended" : "appended";
        screen.MarkupLineInterpolated(
            $"[bold]{report.Appended}[/] rows {verb}, {report.Duplicates} held already, {report.Redactions} redactions, from {report.Candidates} traces");
        foreach (var row in report.ValidationErrors.Concat(report.RejectedByFloor))
            screen.MarkupLineInterpolated($"[red]refused[/] row {row.Position}: {string.Join("; ", row.Reasons)}");
        if (!report.DryRun && report.Appended > 0)
            screen.MarkupLineInterpolated($"[grey]Next: opentraces dataset review {report.Dataset}[/]");
    }

    public static void WriteRows(Utf8JsonWriter w, string name, IReadOnlyList<DatasetRow> rows)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("dataset", name);
        w.WriteNumber("count", rows.Count);
        w.WriteStartObject("counts");
        foreach (var group in rows.GroupBy(r => Name(r.State), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            w.WriteNumber(group.Key, group.Count());
        w.WriteEndObject();
        w.WriteStartArray("rows");
        foreach (var row in rows)
        {
            w.WriteStartObject();
            w.WriteString("row_id", row.RowId);
            w.WriteString("status", Name(row.State));
            w.WriteStrings("block_reasons", row.BlockReasons);
            w.WriteString("run_id", row.RunId);
            w.WriteNumber("redactions_applied", row.Redactions);
            w.WriteString("reviewed_by", row.ReviewedBy);
            w.WritePropertyName("data");
            if (row.Data is { } data)
                data.WriteTo(w);
            else
                w.WriteNullValue();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void ShowRows(IAnsiConsole screen, string name, IReadOnlyList<DatasetRow> rows)
    {
        if (rows.Count == 0)
        {
            screen.MarkupLineInterpolated($"[grey]{name} has no rows yet. Make some with 'opentraces dataset run {name}'.[/]");
            return;
        }

        screen.Write(RowTable(rows));
        if (rows.Any(r => r.State == DatasetPublicationStatus.NeedsReview))
            screen.MarkupLineInterpolated($"[grey]Next: opentraces dataset review approve {name} ROW, or --all[/]");
    }

    public static Table RowTable(IReadOnlyList<DatasetRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        table.AddColumn(new TableColumn("row").NoWrap());
        table.AddColumn("state");
        table.AddColumn("redactions");
        table.AddColumn("ask");
        foreach (var row in rows)
        {
            table.AddRow(
                row.RowId,
                row.State == DatasetPublicationStatus.Blocked ? $"[red]blocked[/] {Markup.Escape(string.Join(", ", row.BlockReasons))}" : Name(row.State),
                Number(row.Redactions),
                Markup.Escape(Preview.Of(row.Data?.GetString("ask"u8) ?? row.Data?.ToString(), 120)));
        }

        return table;
    }

    public static void WriteChange(Utf8JsonWriter w, string verb, ReviewChange change)
    {
        w.WriteStartObject();
        w.WriteString("status", "ok");
        w.WriteString("decision", verb);
        w.WriteStrings("row_ids", change.RowIds);
        w.WriteStrings("blocked", change.Blocked);
        w.WriteEndObject();
    }

    public static void ShowChange(IAnsiConsole screen, string verb, ReviewChange change)
    {
        screen.MarkupLineInterpolated($"{verb}: {change.RowIds.Count} rows");
        if (change.Blocked.Count > 0)
            screen.MarkupLineInterpolated($"[yellow]{change.Blocked.Count} blocked rows were left as they are[/]");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
