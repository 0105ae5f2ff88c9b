using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetRowIndexEntryJson
{
    public static DatasetRowIndexEntry Read(ref JsonCursor json)
    {
        string? rowId = null, identityHash = null, payloadHash = null, schemaDigest = null, dataFile = null, runId = null,
            appendedAt = null, sourceTraceId = null, sourceUnitId = null, sourceSliceId = null;
        int? line = null;
        RawJson provenance = RawJson.EmptyObject;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("row_id"u8)) rowId = json.ReadText();
            else if (json.Is("identity_hash"u8)) identityHash = json.ReadText();
            else if (json.Is("payload_hash"u8)) payloadHash = json.ReadText();
            else if (json.Is("schema_digest"u8)) schemaDigest = json.ReadText();
            else if (json.Is("data_file"u8)) dataFile = json.ReadText();
            else if (json.Is("line"u8)) line = json.ReadInt();
            else if (json.Is("run_id"u8)) runId = json.ReadText();
            else if (json.Is("appended_at"u8)) appendedAt = json.ReadText();
            else if (json.Is("source_trace_id"u8)) sourceTraceId = json.ReadText();
            else if (json.Is("source_unit_id"u8)) sourceUnitId = json.ReadText();
            else if (json.Is("source_slice_id"u8)) sourceSliceId = json.ReadText();
            else if (json.Is("provenance"u8)) provenance = JsonInput.ReadObject(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetRowIndexEntry
        {
            RowId = json.Require(rowId, "row_id"),
            IdentityHash = json.Require(identityHash, "identity_hash"),
            PayloadHash = json.Require(payloadHash, "payload_hash"),
            SchemaDigest = json.Require(schemaDigest, "schema_digest"),
            DataFile = json.Require(dataFile, "data_file"),
            Line = json.Require(line, "line"),
            RunId = json.Require(runId, "run_id"),
            AppendedAt = json.Require(appendedAt, "appended_at"),
            SourceTraceId = sourceTraceId,
            SourceUnitId = sourceUnitId,
            SourceSliceId = sourceSliceId,
            Provenance = provenance,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetRowIndexEntry value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("row_id"u8, value.RowId);
        writer.WriteText("identity_hash"u8, value.IdentityHash);
        writer.WriteText("payload_hash"u8, value.PayloadHash);
        writer.WriteText("schema_digest"u8, value.SchemaDigest);
        writer.WriteText("data_file"u8, value.DataFile);
        writer.WriteWhole("line"u8, value.Line);
        writer.WriteText("run_id"u8, value.RunId);
        writer.WriteText("appended_at"u8, value.AppendedAt);
        writer.WriteText("source_trace_id"u8, value.SourceTraceId);
        writer.WriteText("source_unit_id"u8, value.SourceUnitId);
        writer.WriteText("source_slice_id"u8, value.SourceSliceId);
        writer.WriteRaw("provenance"u8, value.Provenance);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
