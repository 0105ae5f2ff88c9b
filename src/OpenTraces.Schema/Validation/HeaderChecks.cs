using System.Text.Json;

namespace OpenTraces.Schema;

internal static class HeaderChecks
{
    public static void Check(TraceRecord record, Findings findings)
    {
        if (!TraceId.TryParse(record.TraceId, out _))
            findings.Error("$.trace_id", "trace_id_not_uuid", "A trace id is a UUID with hyphens.");
        if (record.SessionId.Length == 0)
            findings.Warning("$.session_id", "session_id_empty", "Without the harness's session id the record cannot be joined to its session.");
        CheckHash(record, findings);
        CheckTimes(record, findings);
        findings.RequireOneOf(Vocabularies.ExecutionContext, record.ExecutionContext, "$.execution_context");
        findings.RequireCommit(record.Task.BaseCommit, "$.task.base_commit");
        if (record.Agent.Name.Length == 0)
            findings.Error("$.agent.name", "agent_name_empty", "An agent has a name.");
        findings.RequireOneOf(Vocabularies.VcsType, record.Environment.Vcs.Type, "$.environment.vcs.type");
        findings.RequireCommit(record.Environment.Vcs.BaseCommit, "$.environment.vcs.base_commit");
        findings.RequireOneOf(Vocabularies.Lifecycle, record.Lifecycle, "$.lifecycle");
        findings.RequireNotNegative(record.GenerationIndex, "$.generation_index");
        findings.RequireNotNegative(record.Security.FlagsReviewed, "$.security.flags_reviewed");
        findings.RequireNotNegative(record.Security.RedactionsApplied, "$.security.redactions_applied");
        CheckFreeValues(record, findings);
    }

    private static void CheckHash(TraceRecord record, Findings findings)
    {
        if (record.ContentHash is not { } hash)
            return;
        if (!TextShapes.IsSha256(hash))
            findings.Error("$.content_hash", "content_hash_malformed", "A content hash is 64 lower-case hexadecimal digits.");
        else if (findings.IsWhole("$") && !TraceJson.KeepsHash(record) && TraceJson.ComputeContentHash(record) != hash)
            findings.Warning("$.content_hash", "content_hash_differs", "The hash is not the one of this content: it was changed, or another implementation hashed it.");
    }

    private static void CheckTimes(TraceRecord record, Findings findings)
    {
        findings.RequireTime(record.TimestampStart, "$.timestamp_start");
        findings.RequireTime(record.TimestampEnd, "$.timestamp_end");
        if (TraceMeasures.TryTime(record.TimestampStart, out var start) && TraceMeasures.TryTime(record.TimestampEnd, out var end) && end < start)
            findings.Warning("$.timestamp_end", "ends_before_start", "The session ends before it starts.");
    }

    private static void CheckFreeValues(TraceRecord record, Findings findings)
    {
        RequireObject(record.ContextTreeSummary, "$.context_tree_summary", findings);
        RequireObject(record.Metadata, "$.metadata", findings);
        for (var i = 0; i < record.ToolDefinitions.Count; i++)
            RequireObject(record.ToolDefinitions[i], $"$.tool_definitions[{i}]", findings);
    }

    private static void RequireObject(RawJson value, string path, Findings findings)
    {
        if (value.Kind != JsonValueKind.Object)
            findings.Error(path, "not_an_object", "The value is not an object.");
    }
}
