using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetManifestJson
{
    public static DatasetManifest Read(ref JsonCursor json)
    {
        string? name = null, description = null, activeRemote = null;
        DatasetSchemaRef? schemaRef = null;
        WorkflowRef? workflow = null;
        ExecutorConfig? executor = null;
        DatasetIdentity? identity = null;
        DatasetCandidateQuery? candidateQuery = null;
        DatasetSchedule? schedule = null;
        DatasetDiscoverability? discoverability = null;
        IReadOnlyDictionary<string, DatasetRemote>? remotes = null;
        DatasetRemoteSchemaPolicy? remoteSchema = null;
        DatasetPublicationPolicy? publicationPolicy = null;
        DatasetSecurityPolicy? security = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("name"u8)) name = json.ReadText();
            else if (json.Is("description"u8)) description = json.ReadText();
            else if (json.Is("schema"u8) || json.Is("schema_ref"u8)) schemaRef = DatasetSchemaRefJson.Read(ref json);
            else if (json.Is("workflow"u8)) workflow = WorkflowRefJson.Read(ref json);
            else if (json.Is("executor"u8)) executor = ExecutorConfigJson.Read(ref json);
            else if (json.Is("identity"u8)) identity = DatasetIdentityJson.Read(ref json);
            else if (json.Is("candidate_query"u8)) candidateQuery = json.TokenType == JsonTokenType.Null ? null : DatasetCandidateQueryJson.Read(ref json);
            else if (json.Is("schedule"u8)) schedule = json.TokenType == JsonTokenType.Null ? null : DatasetScheduleJson.Read(ref json);
            else if (json.Is("discoverability"u8)) discoverability = DatasetDiscoverabilityJson.Read(ref json);
            else if (json.Is("remotes"u8)) remotes = JsonInput.ReadMap(ref json, DatasetRemoteJson.Read);
            else if (json.Is("active_remote"u8)) activeRemote = json.ReadText();
            else if (json.Is("remote_schema"u8)) remoteSchema = DatasetNames.RemoteSchemaPolicy.Read(ref json);
            else if (json.Is("publication_policy"u8)) publicationPolicy = DatasetPublicationPolicyJson.Read(ref json);
            else if (json.Is("security"u8)) security = DatasetSecurityPolicyJson.Read(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetManifest
        {
            Name = json.Require(name, "name"),
            Description = description,
            SchemaRef = json.Require(schemaRef, "schema"),
            Workflow = json.Require(workflow, "workflow"),
            Executor = executor ?? new ExecutorConfig(),
            Identity = identity ?? new DatasetIdentity(),
            CandidateQuery = candidateQuery,
            Schedule = schedule,
            Discoverability = discoverability ?? new DatasetDiscoverability(),
            Remotes = remotes ?? new Dictionary<string, DatasetRemote>(),
            ActiveRemote = activeRemote,
            RemoteSchema = remoteSchema ?? DatasetRemoteSchemaPolicy.RefuseIfNewer,
            PublicationPolicy = publicationPolicy ?? new DatasetPublicationPolicy(),
            Security = security ?? new DatasetSecurityPolicy(),
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetManifest value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("name"u8, value.Name);
        writer.WriteText("description"u8, value.Description);
        writer.WritePropertyName("schema"u8);
        DatasetSchemaRefJson.Write(writer, value.SchemaRef);
        writer.WritePropertyName("workflow"u8);
        WorkflowRefJson.Write(writer, value.Workflow);
        writer.WritePropertyName("executor"u8);
        ExecutorConfigJson.Write(writer, value.Executor);
        writer.WritePropertyName("identity"u8);
        DatasetIdentityJson.Write(writer, value.Identity);
        writer.WriteObjectOrNull("candidate_query"u8, value.CandidateQuery, DatasetCandidateQueryJson.Write);
        writer.WriteObjectOrNull("schedule"u8, value.Schedule, DatasetScheduleJson.Write);
        writer.WritePropertyName("discoverability"u8);
        DatasetDiscoverabilityJson.Write(writer, value.Discoverability);
        writer.WriteMap("remotes"u8, value.Remotes, DatasetRemoteJson.Write);
        writer.WriteText("active_remote"u8, value.ActiveRemote);
        DatasetNames.RemoteSchemaPolicy.Write(writer, "remote_schema"u8, value.RemoteSchema);
        writer.WritePropertyName("publication_policy"u8);
        DatasetPublicationPolicyJson.Write(writer, value.PublicationPolicy);
        writer.WritePropertyName("security"u8);
        DatasetSecurityPolicyJson.Write(writer, value.Security);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
