namespace OpenTraces.Schema;

/// <summary>How the values of the dataset vocabularies are spelled in JSON.</summary>
internal static class DatasetNames
{
    public static EnumNames<DatasetScope> Scope { get; } = new(
        (DatasetScope.AllProjects, "all-projects"),
        (DatasetScope.Project, "project"),
        (DatasetScope.Cwd, "cwd"),
        (DatasetScope.Trace, "trace"));

    public static EnumNames<DatasetIdentityMode> IdentityMode { get; } = new(
        (DatasetIdentityMode.PayloadHash, "payload_hash"),
        (DatasetIdentityMode.Fields, "fields"));

    public static EnumNames<DatasetRunStatus> RunStatus { get; } = new(
        (DatasetRunStatus.Running, "running"),
        (DatasetRunStatus.Succeeded, "succeeded"),
        (DatasetRunStatus.Failed, "failed"),
        (DatasetRunStatus.Cancelled, "cancelled"));

    public static EnumNames<DatasetRemoteVisibility> RemoteVisibility { get; } = new(
        (DatasetRemoteVisibility.Private, "private"),
        (DatasetRemoteVisibility.Public, "public"));

    public static EnumNames<DatasetRemoteSchemaPolicy> RemoteSchemaPolicy { get; } = new(
        (DatasetRemoteSchemaPolicy.RefuseIfNewer, "refuse_if_newer"));

    public static EnumNames<DatasetPublicationReviewPolicy> PublicationReviewPolicy { get; } = new(
        (DatasetPublicationReviewPolicy.Required, "required"),
        (DatasetPublicationReviewPolicy.Auto, "auto"));

    public static EnumNames<DatasetPublicationSecurityPolicy> PublicationSecurityPolicy { get; } = new(
        (DatasetPublicationSecurityPolicy.Required, "required"));

    public static EnumNames<DatasetPublicationLlmReviewPolicy> PublicationLlmReviewPolicy { get; } = new(
        (DatasetPublicationLlmReviewPolicy.Optional, "optional"),
        (DatasetPublicationLlmReviewPolicy.Required, "required"),
        (DatasetPublicationLlmReviewPolicy.Off, "off"));

    public static EnumNames<DatasetPublicationStatus> PublicationStatus { get; } = new(
        (DatasetPublicationStatus.NeedsReview, "needs_review"),
        (DatasetPublicationStatus.Publishable, "publishable"),
        (DatasetPublicationStatus.Rejected, "rejected"),
        (DatasetPublicationStatus.Blocked, "blocked"),
        (DatasetPublicationStatus.Published, "published"));

    public static EnumNames<DatasetSecuritySource> SecuritySource { get; } = new(
        (DatasetSecuritySource.Default, "default"),
        (DatasetSecuritySource.Workflow, "workflow"),
        (DatasetSecuritySource.Manual, "manual"));

    public static EnumNames<SecurityToolName> SecurityTool { get; } = new(
        (SecurityToolName.Regex, "regex"),
        (SecurityToolName.Entropy, "entropy"),
        (SecurityToolName.Trufflehog, "trufflehog"),
        (SecurityToolName.PrivacyFilter, "privacy_filter"),
        (SecurityToolName.LlmPii, "llm_pii"),
        (SecurityToolName.BusinessLogic, "business_logic"),
        (SecurityToolName.PathAnonymizer, "path_anonymizer"),
        (SecurityToolName.CapsuleScope, "capsule_scope"),
        (SecurityToolName.Classifier, "classifier"));
}
