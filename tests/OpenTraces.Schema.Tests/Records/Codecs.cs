namespace OpenTraces.Schema.Tests.Records;

/// <summary>Every codec of the library; a test finds one that is missing.</summary>
internal static class Codecs
{
    public static IReadOnlyList<Codec> All { get; } =
    [
        Codec.Of(AgentJson.Read, AgentJson.Write),
        Codec.Of(AttributionConversationJson.Read, AttributionConversationJson.Write),
        Codec.Of(AttributionFileJson.Read, AttributionFileJson.Write),
        Codec.Of(AttributionJson.Read, AttributionJson.Write),
        Codec.Of(AttributionRangeJson.Read, AttributionRangeJson.Write),
        Codec.Of(DatasetCandidateQueryJson.Read, DatasetCandidateQueryJson.Write),
        Codec.Of(DatasetDiscoverabilityJson.Read, DatasetDiscoverabilityJson.Write),
        Codec.Of(DatasetIdentityJson.Read, DatasetIdentityJson.Write),
        Codec.Of(DatasetManifestJson.Read, DatasetManifestJson.Write),
        Codec.Of(DatasetPublicationPolicyJson.Read, DatasetPublicationPolicyJson.Write),
        Codec.Of(DatasetPublicationStateEntryJson.Read, DatasetPublicationStateEntryJson.Write),
        Codec.Of(DatasetPublicationStateJson.Read, DatasetPublicationStateJson.Write),
        Codec.Of(DatasetRemoteJson.Read, DatasetRemoteJson.Write),
        Codec.Of(DatasetRowIndexEntryJson.Read, DatasetRowIndexEntryJson.Write),
        Codec.Of(DatasetRunRecordJson.Read, DatasetRunRecordJson.Write),
        Codec.Of(DatasetScheduleJson.Read, DatasetScheduleJson.Write),
        Codec.Of(DatasetSchemaRefJson.Read, DatasetSchemaRefJson.Write),
        Codec.Of(DatasetSecurityOverrideJson.Read, DatasetSecurityOverrideJson.Write),
        Codec.Of(DatasetSecurityPolicyJson.Read, DatasetSecurityPolicyJson.Write),
        Codec.Of(ExecutorConfigJson.Read, ExecutorConfigJson.Write),
        Codec.Of(GitAnchorJson.Read, GitAnchorJson.Write),
        Codec.Of(GitLinkJson.Read, GitLinkJson.Write),
        Codec.Of(LineCountsJson.Read, LineCountsJson.Write),
        Codec.Of(MalformedLineJson.Read, MalformedLineJson.Write),
        Codec.Of(ObservationJson.Read, ObservationJson.Write),
        Codec.Of(OutcomeJson.Read, OutcomeJson.Write),
        Codec.Of(ParseReportJson.Read, ParseReportJson.Write),
        Codec.Of(CallChangesJson.Read, CallChangesJson.Write),
        Codec.Of(PatchDraftJson.Read, PatchDraftJson.Write),
        Codec.Of(PatchJson.Read, PatchJson.Write),
        Codec.Of(SecurityMetadataJson.Read, SecurityMetadataJson.Write),
        Codec.Of(SnippetJson.Read, SnippetJson.Write),
        Codec.Of(StepJson.Read, StepJson.Write),
        Codec.Of(TokenUsageJson.Read, TokenUsageJson.Write),
        Codec.Of(ToolCallJson.Read, ToolCallJson.Write),
        Codec.Of(TraceEnvironmentJson.Read, TraceEnvironmentJson.Write),
        Codec.Of(TraceMetricsJson.Read, TraceMetricsJson.Write),
        Codec.Of(TracePatchJson.Read, TracePatchJson.Write),
        Codec.Of(TraceRecordJson.Read, TraceRecordJson.Write),
        Codec.Of(TraceTaskJson.Read, TraceTaskJson.Write),
        Codec.Of(VersionControlJson.Read, VersionControlJson.Write),
        Codec.Of(WorkflowRefJson.Read, WorkflowRefJson.Write),
        Codec.Of(WorkflowSecurityContractJson.Read, WorkflowSecurityContractJson.Write),
    ];

    public static Codec Of(string name) => All.Single(codec => codec.Name == name);

    public static Codec? Find(Type type) => All.FirstOrDefault(codec => codec.Type == type);
}
