using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TraceRecordJson
{
    public static TraceRecord Read(ref JsonCursor json)
    {
        string? schemaVersion = null, traceId = null, sessionId = null, contentHash = null, timestampStart = null,
            timestampEnd = null, executionContext = null, lifecycle = null;
        TraceTask? task = null;
        Agent? agent = null;
        TraceEnvironment? environment = null;
        IReadOnlyDictionary<string, string>? systemPrompts = null;
        IReadOnlyList<RawJson> toolDefinitions = [];
        IReadOnlyList<Step> steps = [];
        Outcome? outcome = null;
        IReadOnlyList<Patch> patches = [];
        IReadOnlyList<string> dependencies = [];
        TraceMetrics? metrics = null;
        SecurityMetadata? security = null;
        Attribution? attribution = null;
        IReadOnlyList<GitLink> gitLinks = [];
        int? generationIndex = null;
        RawJson contextTreeSummary = RawJson.EmptyObject, metadata = RawJson.EmptyObject;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("schema_version"u8)) schemaVersion = json.ReadText();
            else if (json.Is("trace_id"u8)) traceId = json.ReadText();
            else if (json.Is("session_id"u8)) sessionId = json.ReadText();
            else if (json.Is("content_hash"u8)) contentHash = json.ReadText();
            else if (json.Is("timestamp_start"u8)) timestampStart = json.ReadText();
            else if (json.Is("timestamp_end"u8)) timestampEnd = json.ReadText();
            else if (json.Is("execution_context"u8)) executionContext = json.ReadText();
            else if (json.Is("task"u8)) task = TraceTaskJson.Read(ref json);
            else if (json.Is("agent"u8)) agent = AgentJson.Read(ref json);
            else if (json.Is("environment"u8)) environment = TraceEnvironmentJson.Read(ref json);
            else if (json.Is("system_prompts"u8)) systemPrompts = JsonInput.ReadTextMap(ref json);
            else if (json.Is("tool_definitions"u8)) toolDefinitions = JsonInput.ReadList(ref json, static (ref JsonCursor item) => item.ReadRaw());
            else if (json.Is("steps"u8)) steps = JsonInput.ReadList(ref json, StepJson.Read);
            else if (json.Is("outcome"u8)) outcome = OutcomeJson.Read(ref json);
            else if (json.Is("patches"u8)) patches = JsonInput.ReadList(ref json, PatchJson.Read);
            else if (json.Is("dependencies"u8)) dependencies = JsonInput.ReadTexts(ref json);
            else if (json.Is("metrics"u8)) metrics = TraceMetricsJson.Read(ref json);
            else if (json.Is("security"u8)) security = SecurityMetadataJson.Read(ref json);
            else if (json.Is("attribution"u8)) attribution = json.TokenType == JsonTokenType.Null ? null : AttributionJson.Read(ref json);
            else if (json.Is("lifecycle"u8)) lifecycle = json.ReadText();
            else if (json.Is("git_links"u8)) gitLinks = JsonInput.ReadList(ref json, GitLinkJson.Read);
            else if (json.Is("generation_index"u8)) generationIndex = json.ReadInt();
            else if (json.Is("context_tree_summary"u8)) contextTreeSummary = JsonInput.ReadObject(ref json);
            else if (json.Is("metadata"u8)) metadata = JsonInput.ReadObject(ref json);
            else json.Keep(ref unknown);
        }

        return new TraceRecord
        {
            SchemaVersion = schemaVersion ?? TraceSchema.Version,
            TraceId = json.Require(traceId, "trace_id"),
            SessionId = json.Require(sessionId, "session_id"),
            ContentHash = contentHash,
            TimestampStart = timestampStart,
            TimestampEnd = timestampEnd,
            ExecutionContext = executionContext,
            Task = task ?? new TraceTask(),
            Agent = json.Require(agent, "agent", new Agent { Name = "" }),
            Environment = environment ?? new TraceEnvironment(),
            SystemPrompts = systemPrompts ?? new Dictionary<string, string>(),
            ToolDefinitions = toolDefinitions,
            Steps = steps,
            Outcome = outcome ?? new Outcome(),
            Patches = patches,
            Dependencies = dependencies,
            Metrics = metrics ?? new TraceMetrics(),
            Security = security ?? new SecurityMetadata(),
            Attribution = attribution,
            Lifecycle = lifecycle ?? "provisional",
            GitLinks = gitLinks,
            GenerationIndex = generationIndex ?? 0,
            ContextTreeSummary = contextTreeSummary,
            Metadata = metadata,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, TraceRecord value) => WriteAndFindHash(writer, value, out _);

    /// <param name="writer">Takes the record and nothing before it.</param>
    /// <param name="value">The record.</param>
    /// <param name="hashEnd">How many bytes stand up to the end of the value of <c>content_hash</c>.</param>
    public static void WriteAndFindHash(Utf8JsonWriter writer, TraceRecord value, out long hashEnd)
    {
        var version = UpgradeChain.WrittenVersion(value.SchemaVersion);
        writer.WriteStartObject();
        writer.WriteText("schema_version"u8, version);
        writer.WriteText("trace_id"u8, value.TraceId);
        writer.WriteText("session_id"u8, value.SessionId);
        writer.WriteText("content_hash"u8, value.ContentHash);
        hashEnd = writer.BytesCommitted + writer.BytesPending;
        writer.WriteText("timestamp_start"u8, value.TimestampStart);
        writer.WriteText("timestamp_end"u8, value.TimestampEnd);
        writer.WriteText("execution_context"u8, value.ExecutionContext);
        writer.WritePropertyName("task"u8);
        TraceTaskJson.Write(writer, value.Task);
        writer.WritePropertyName("agent"u8);
        AgentJson.Write(writer, value.Agent);
        writer.WritePropertyName("environment"u8);
        TraceEnvironmentJson.Write(writer, value.Environment);
        writer.WriteTextMap("system_prompts"u8, value.SystemPrompts);
        writer.WriteList("tool_definitions"u8, value.ToolDefinitions, static (output, item) => item.WriteTo(output));
        writer.WriteList("steps"u8, value.Steps, StepJson.Write);
        writer.WritePropertyName("outcome"u8);
        OutcomeJson.Write(writer, value.Outcome);
        writer.WriteList("patches"u8, value.Patches, PatchJson.Write);
        writer.WriteTexts("dependencies"u8, value.Dependencies);
        writer.WritePropertyName("metrics"u8);
        TraceMetricsJson.Write(writer, value.Metrics);
        writer.WritePropertyName("security"u8);
        SecurityMetadataJson.Write(writer, value.Security);
        writer.WriteObjectOrNull("attribution"u8, value.Attribution, AttributionJson.Write);
        writer.WriteText("lifecycle"u8, value.Lifecycle);
        writer.WriteList("git_links"u8, value.GitLinks, GitLinkJson.Write);
        writer.WriteWhole("generation_index"u8, value.GenerationIndex);
        writer.WriteRaw("context_tree_summary"u8, value.ContextTreeSummary);
        writer.WriteRaw("metadata"u8, value.Metadata);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
