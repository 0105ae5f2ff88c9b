using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>Where a row came from and what was run over it: one line of <c>row_provenance.jsonl</c>.</summary>
internal static class RowProvenance
{
    private const string SchemaVersion = "opentraces.dataset.row_provenance.v2";

    public static RawJson Write(string rowId, RunPacket packet, string executor, RawJson row, SecurityReport report) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("schema_version"u8, SchemaVersion);
        writer.WriteString("row_id"u8, rowId);
        writer.WriteString("run_id"u8, packet.RunId);
        writer.WriteString("dataset"u8, packet.Dataset);
        WriteSource(writer, row);
        writer.WriteStartObject("workflow"u8);
        writer.WriteString("skill"u8, packet.Workflow);
        writer.WriteString("digest"u8, packet.WorkflowDigest);
        writer.WriteEndObject();
        writer.WriteStartObject("privacy"u8);
        writer.WriteNumber("redactions_applied"u8, report.Redactions);
        writer.WriteEndObject();
        WritePolicy(writer, report);
        writer.WriteStartObject("run"u8);
        writer.WriteString("executor"u8, executor);
        writer.WriteString("scope"u8, packet.Trace is null ? "all-projects"u8 : "trace"u8);
        if (packet.Limit is { } limit)
            writer.WriteNumber("limit"u8, limit);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>What was run over the row, as far as clearance asks; null when the line does not say.</summary>
    public static SecurityReport? ReadReport(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var policy = document.RootElement.GetProperty("security_policy"u8);
            return new SecurityReport
            {
                Redactions = document.RootElement.GetProperty("privacy"u8).GetProperty("redactions_applied"u8).GetInt32(),
                Tools =
                [
                    .. policy.GetProperty("tools_applied"u8).EnumerateArray().Select(tool => new SecurityToolRun
                    {
                        Name = tool.GetProperty("name"u8).GetString()!,
                        Version = tool.GetProperty("version"u8).GetString()!,
                        Findings = tool.GetProperty("findings_count"u8).GetInt32(),
                        Verdict = tool.TryGetProperty("verdict"u8, out var verdict) ? verdict.GetString() : null,
                    }),
                ],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void WriteSource(Utf8JsonWriter writer, RawJson row)
    {
        var trace = row.GetString("source_trace_id"u8);
        var unit = row.GetString("source_unit_id"u8);
        var place = row.GetString("ref"u8);
        writer.WriteString("ref"u8, place);
        writer.WriteStartObject("source_refs"u8);
        writer.WriteString("trace_id"u8, trace);
        writer.WriteString("unit_id"u8, unit);
        writer.WriteString("ref"u8, place);
        writer.WriteBoolean("ref_valid"u8, TraceAddress.TryParse(place, out var address) && TraceId.TryParse(address.Trace, out _));
        writer.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter writer, SecurityReport report)
    {
        writer.WriteStartObject("security_policy"u8);
        writer.WriteStartArray("floor"u8);
        foreach (var name in SecurityTools.Floor)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartArray("tools_applied"u8);
        foreach (var tool in report.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("version"u8, tool.Version);
            writer.WriteNumber("findings_count"u8, tool.Findings);
            if (tool.Verdict is not null)
                writer.WriteString("verdict"u8, tool.Verdict);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
