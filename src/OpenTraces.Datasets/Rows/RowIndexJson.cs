using System.Text.Json;
using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>One line of <c>row_index.jsonl</c>.</summary>
internal static class RowIndexJson
{
    public static RawJson Write(RowIndexEntry entry) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("row_id"u8, entry.RowId);
        writer.WriteString("identity_hash"u8, entry.IdentityHash);
        writer.WriteString("payload_hash"u8, entry.IdentityHash);
        writer.WriteString("schema_digest"u8, entry.SchemaDigest);
        writer.WriteString("data_file"u8, DatasetFolder.DataFile);
        writer.WriteNumber("line"u8, entry.Line);
        writer.WriteNumber("offset"u8, entry.Offset);
        writer.WriteNumber("length"u8, entry.Length);
        writer.WriteNumber("provenance_offset"u8, entry.ProvenanceOffset);
        writer.WriteNumber("provenance_length"u8, entry.ProvenanceLength);
        writer.WriteNumber("batch_position"u8, entry.BatchPosition);
        writer.WriteNumber("batch_size"u8, entry.BatchSize);
        writer.WriteString("run_id"u8, entry.RunId);
        writer.WriteString("appended_at"u8, entry.AppendedAt);
        writer.WriteString("source_trace_id"u8, entry.SourceTraceId);
        writer.WriteString("source_unit_id"u8, entry.SourceUnitId);
        writer.WriteEndObject();
    });

    /// <summary>Null when the line is not an entry, as after a torn write.</summary>
    public static RowIndexEntry? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            return new RowIndexEntry
            {
                RowId = json.GetProperty("row_id"u8).GetString()!,
                IdentityHash = json.GetProperty("identity_hash"u8).GetString()!,
                SchemaDigest = json.GetProperty("schema_digest"u8).GetString()!,
                Line = json.GetProperty("line"u8).GetInt32(),
                Offset = json.GetProperty("offset"u8).GetInt64(),
                Length = json.GetProperty("length"u8).GetInt32(),
                ProvenanceOffset = json.GetProperty("provenance_offset"u8).GetInt64(),
                ProvenanceLength = json.GetProperty("provenance_length"u8).GetInt32(),
                BatchPosition = json.GetProperty("batch_position"u8).GetInt32(),
                BatchSize = json.GetProperty("batch_size"u8).GetInt32(),
                RunId = json.GetProperty("run_id"u8).GetString()!,
                AppendedAt = json.GetProperty("appended_at"u8).GetString()!,
                SourceTraceId = json.GetProperty("source_trace_id"u8).GetString(),
                SourceUnitId = json.GetProperty("source_unit_id"u8).GetString(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
