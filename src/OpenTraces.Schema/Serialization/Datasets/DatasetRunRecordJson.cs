using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetRunRecordJson
{
    public static DatasetRunRecord Read(ref JsonCursor json)
    {
        string? runId = null, datasetName = null, executor = null, workflowDigest = null, schemaDigest = null, startedAt =
            null, finishedAt = null;
        bool? dryRun = null;
        RawJson? scope = null;
        int? candidateCount = null, emittedCount = null, appendedCount = null, duplicateCount = null, validationErrorCount = null;
        DatasetRunStatus? status = null;
        IReadOnlyDictionary<string, string>? artefacts = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("run_id"u8)) runId = json.ReadText();
            else if (json.Is("dataset_name"u8)) datasetName = json.ReadText();
            else if (json.Is("dry_run"u8)) dryRun = json.ReadBool();
            else if (json.Is("executor"u8)) executor = json.ReadText();
            else if (json.Is("scope"u8)) scope = JsonInput.ReadObject(ref json);
            else if (json.Is("workflow_digest"u8)) workflowDigest = json.ReadText();
            else if (json.Is("schema_digest"u8)) schemaDigest = json.ReadText();
            else if (json.Is("started_at"u8)) startedAt = json.ReadText();
            else if (json.Is("finished_at"u8)) finishedAt = json.ReadText();
            else if (json.Is("candidate_count"u8)) candidateCount = json.ReadInt();
            else if (json.Is("emitted_count"u8)) emittedCount = json.ReadInt();
            else if (json.Is("appended_count"u8)) appendedCount = json.ReadInt();
            else if (json.Is("duplicate_count"u8)) duplicateCount = json.ReadInt();
            else if (json.Is("validation_error_count"u8)) validationErrorCount = json.ReadInt();
            else if (json.Is("status"u8)) status = DatasetNames.RunStatus.Read(ref json);
            else if (json.Is("artefacts"u8)) artefacts = JsonInput.ReadTextMap(ref json);
            else if (json.Is("facet_resolution"u8)) json.Keep(ref unknown);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetRunRecord
        {
            RunId = json.Require(runId, "run_id"),
            DatasetName = json.Require(datasetName, "dataset_name"),
            DryRun = json.Require(dryRun, "dry_run"),
            Executor = json.Require(executor, "executor"),
            Scope = json.Require(scope, "scope"),
            WorkflowDigest = json.Require(workflowDigest, "workflow_digest"),
            SchemaDigest = json.Require(schemaDigest, "schema_digest"),
            StartedAt = json.Require(startedAt, "started_at"),
            FinishedAt = finishedAt,
            CandidateCount = candidateCount ?? 0,
            EmittedCount = emittedCount ?? 0,
            AppendedCount = appendedCount ?? 0,
            DuplicateCount = duplicateCount ?? 0,
            ValidationErrorCount = validationErrorCount ?? 0,
            Status = status ?? DatasetRunStatus.Running,
            Artefacts = artefacts ?? new Dictionary<string, string>(),
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetRunRecord value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("run_id"u8, value.RunId);
        writer.WriteText("dataset_name"u8, value.DatasetName);
        writer.WriteFlag("dry_run"u8, value.DryRun);
        writer.WriteText("executor"u8, value.Executor);
        writer.WriteRaw("scope"u8, value.Scope);
        writer.WriteText("workflow_digest"u8, value.WorkflowDigest);
        writer.WriteText("schema_digest"u8, value.SchemaDigest);
        writer.WriteText("started_at"u8, value.StartedAt);
        writer.WriteText("finished_at"u8, value.FinishedAt);
        writer.WriteWhole("candidate_count"u8, value.CandidateCount);
        writer.WriteWhole("emitted_count"u8, value.EmittedCount);
        writer.WriteWhole("appended_count"u8, value.AppendedCount);
        writer.WriteWhole("duplicate_count"u8, value.DuplicateCount);
        writer.WriteWhole("validation_error_count"u8, value.ValidationErrorCount);
        DatasetNames.RunStatus.Write(writer, "status"u8, value.Status);
        writer.WriteTextMap("artefacts"u8, value.Artefacts);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
