using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetSecurityPolicyJson
{
    public static DatasetSecurityPolicy Read(ref JsonCursor json)
    {
        DatasetSecuritySource? source = null;
        string? sourceWorkflowDigest = null;
        IReadOnlyList<SecurityToolName> requiredTools = [], optionalTools = [], enabledTools = [], disallowedTools = [];
        bool? allowDisableRequired = null;
        IReadOnlyList<DatasetSecurityOverride> overrides = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("source"u8)) source = DatasetNames.SecuritySource.Read(ref json);
            else if (json.Is("source_workflow_digest"u8)) sourceWorkflowDigest = json.ReadText();
            else if (json.Is("required_tools"u8)) requiredTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("optional_tools"u8)) optionalTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("enabled_tools"u8)) enabledTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("disallowed_tools"u8)) disallowedTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("allow_disable_required"u8)) allowDisableRequired = json.ReadBool();
            else if (json.Is("overrides"u8)) overrides = JsonInput.ReadList(ref json, DatasetSecurityOverrideJson.Read);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetSecurityPolicy
        {
            Source = source ?? DatasetSecuritySource.Default,
            SourceWorkflowDigest = sourceWorkflowDigest,
            RequiredTools = requiredTools,
            OptionalTools = optionalTools,
            EnabledTools = enabledTools,
            DisallowedTools = disallowedTools,
            AllowDisableRequired = allowDisableRequired ?? false,
            Overrides = overrides,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetSecurityPolicy value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        DatasetNames.SecuritySource.Write(writer, "source"u8, value.Source);
        writer.WriteText("source_workflow_digest"u8, value.SourceWorkflowDigest);
        DatasetNames.SecurityTool.WriteList(writer, "required_tools"u8, value.RequiredTools);
        DatasetNames.SecurityTool.WriteList(writer, "optional_tools"u8, value.OptionalTools);
        DatasetNames.SecurityTool.WriteList(writer, "enabled_tools"u8, value.EnabledTools);
        DatasetNames.SecurityTool.WriteList(writer, "disallowed_tools"u8, value.DisallowedTools);
        writer.WriteFlag("allow_disable_required"u8, value.AllowDisableRequired);
        writer.WriteList("overrides"u8, value.Overrides, DatasetSecurityOverrideJson.Write);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
