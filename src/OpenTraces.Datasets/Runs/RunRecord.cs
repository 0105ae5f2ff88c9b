using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Runs;

/// <summary>What is kept of a run beside its rows: <c>summary.json</c> and <c>validation.json</c> in its folder.</summary>
internal static class RunRecord
{
    public static async ValueTask WriteAsync(string folder, RunReport report, RunPacket packet, string executor, string schemaDigest, string startedAt, string finishedAt)
    {
        await WriteSummaryAsync(folder, HeadOf(packet, executor, schemaDigest, startedAt, finishedAt) with
        {
            Status = report.Requests.Count > 0 ? DatasetRunStatus.Cancelled : DatasetRunStatus.Succeeded,
            CandidateCount = report.Candidates,
            EmittedCount = report.Emitted,
            AppendedCount = report.Appended,
            DuplicateCount = report.Duplicates,
            ValidationErrorCount = report.ValidationErrors.Count,
            Unknown =
            [
                Member("workflow", w => w.WriteStringValue(packet.Workflow)),
                Member("rejected_count", w => w.WriteNumberValue(report.RejectedByFloor.Count)),
                Member("redactions_applied", w => w.WriteNumberValue(report.Redactions)),
                Member("judgment_count", w => w.WriteNumberValue(report.Requests.Count)),
            ],
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
        WriteSummaryAsync(folder, HeadOf(packet, executor, schemaDigest, startedAt, finishedAt) with
        {
            Status = error is OperationCanceledException ? DatasetRunStatus.Cancelled : DatasetRunStatus.Failed,
            Unknown =
            [
                Member("workflow", w => w.WriteStringValue(packet.Workflow)),
                Member("error", w => w.WriteStringValue(error.GetType().Name)),
            ],
        });

    public static string Stamp(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static ValueTask WriteSummaryAsync(string folder, DatasetRunRecord run)
    {
        var json = new ArrayBufferWriter<byte>();
        DatasetJson.WriteRunRecord(json, run);
        return DurableFile.ReplaceAsync(Path.Combine(folder, "summary.json"), PrettyJson.Of(json.WrittenMemory), CancellationToken.None);
    }

    private static DatasetRunRecord HeadOf(RunPacket packet, string executor, string schemaDigest, string startedAt, string finishedAt) => new()
    {
        RunId = packet.RunId,
        DatasetName = packet.Dataset,
        DryRun = false,
        Executor = executor,
        Scope = ScopeOf(packet),
        WorkflowDigest = packet.WorkflowDigest,
        SchemaDigest = schemaDigest,
        StartedAt = startedAt,
        FinishedAt = finishedAt,
    };

    private static RawJson ScopeOf(RunPacket packet) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, packet.Trace is null ? "all-projects"u8 : "trace"u8);
        if (packet.Trace is { } trace)
            writer.WriteString("trace_id"u8, trace.ToString());
        if (packet.Limit is { } limit)
            writer.WriteNumber("limit"u8, limit);
        writer.WriteEndObject();
    });

    // Members of ours beside the shared model.
    private static UnknownMember Member(string name, Action<Utf8JsonWriter> write) => new()
    {
        Name = RawJson.Build(writer => writer.WriteStringValue(name)),
        Value = RawJson.Build(write),
    };

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
