using System.Globalization;
using System.Text.Json;
using OpenTraces.Datasets.Files;

namespace OpenTraces.Datasets.Runs;

/// <summary>What is kept of a run beside its rows: <c>summary.json</c> and <c>validation.json</c> in its folder.</summary>
internal static class RunRecord
{
    public const string Succeeded = "succeeded";
    public const string NeedsJudgment = "needs_judgment";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static async ValueTask WriteAsync(string folder, RunReport report, RunPacket packet, string executor, string schemaDigest, string startedAt, string finishedAt)
    {
        var status = report.Requests.Count > 0 ? NeedsJudgment : Succeeded;
        await WriteSummaryAsync(folder, writer =>
        {
            WriteHead(writer, packet, executor, schemaDigest, startedAt, finishedAt, status);
            writer.WriteNumber("candidate_count"u8, report.Candidates);
            writer.WriteNumber("emitted_count"u8, report.Emitted);
            writer.WriteNumber("appended_count"u8, report.Appended);
            writer.WriteNumber("duplicate_count"u8, report.Duplicates);
            writer.WriteNumber("validation_error_count"u8, report.ValidationErrors.Count);
            writer.WriteNumber("rejected_count"u8, report.RejectedByFloor.Count);
            writer.WriteNumber("redactions_applied"u8, report.Redactions);
        }).ConfigureAwait(false);
        await DurableFile.ReplaceAsync(Path.Combine(folder, "validation.json"), PrettyJson.Build(writer =>
        {
            writer.WriteStartObject();
            WriteRefused(writer, "validation_errors"u8, report.ValidationErrors);
            WriteRefused(writer, "rejected_by_floor"u8, report.RejectedByFloor);
            writer.WriteEndObject();
        }), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The record of a run that kept nothing. Messages of strangers may hold content, so only the kind of error is written.</summary>
    public static ValueTask WriteFailureAsync(string folder, RunPacket packet, string executor, string schemaDigest, string startedAt, string finishedAt, Exception error) =>
        WriteSummaryAsync(folder, writer =>
        {
            WriteHead(writer, packet, executor, schemaDigest, startedAt, finishedAt, error is OperationCanceledException ? Cancelled : Failed);
            writer.WriteString("error"u8, error.GetType().Name);
        });

    public static string Stamp(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static ValueTask WriteSummaryAsync(string folder, Action<Utf8JsonWriter> write) =>
        DurableFile.ReplaceAsync(Path.Combine(folder, "summary.json"), PrettyJson.Build(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }), CancellationToken.None);

    private static void WriteHead(Utf8JsonWriter writer, RunPacket packet, string executor, string schemaDigest, string startedAt, string finishedAt, string status)
    {
        writer.WriteString("run_id"u8, packet.RunId);
        writer.WriteString("dataset_name"u8, packet.Dataset);
        writer.WriteString("status"u8, status);
        writer.WriteString("executor"u8, executor);
        writer.WriteString("workflow"u8, packet.Workflow);
        writer.WriteString("workflow_digest"u8, packet.WorkflowDigest);
        writer.WriteString("schema_digest"u8, schemaDigest);
        writer.WriteString("started_at"u8, startedAt);
        writer.WriteString("finished_at"u8, finishedAt);
    }

    private static void WriteRefused(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<RefusedRow> rows)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line"u8, row.Position);
            writer.WriteStartArray("errors"u8);
            foreach (var reason in row.Reasons)
                writer.WriteStringValue(reason);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
