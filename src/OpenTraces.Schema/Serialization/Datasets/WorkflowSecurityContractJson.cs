using System.Text.Json;

namespace OpenTraces.Schema;

internal static class WorkflowSecurityContractJson
{
    public static WorkflowSecurityContract Read(ref JsonCursor json)
    {
        IReadOnlyList<SecurityToolName> requiredTools = [], optionalTools = [], defaultEnabledTools = [], disallowedTools = [];
        bool? allowDisableRequired = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("required_tools"u8)) requiredTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("optional_tools"u8)) optionalTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("default_enabled_tools"u8)) defaultEnabledTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("disallowed_tools"u8)) disallowedTools = DatasetNames.SecurityTool.ReadList(ref json);
            else if (json.Is("allow_disable_required"u8)) allowDisableRequired = json.ReadBool();
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new WorkflowSecurityContract
        {
            RequiredTools = requiredTools,
            OptionalTools = optionalTools,
            DefaultEnabledTools = defaultEnabledTools,
            DisallowedTools = disallowedTools,
            AllowDisableRequired = allowDisableRequired ?? false,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, WorkflowSecurityContract value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        DatasetNames.SecurityTool.WriteList(writer, "required_tools"u8, value.RequiredTools);
        DatasetNames.SecurityTool.WriteList(writer, "optional_tools"u8, value.OptionalTools);
        DatasetNames.SecurityTool.WriteList(writer, "default_enabled_tools"u8, value.DefaultEnabledTools);
        DatasetNames.SecurityTool.WriteList(writer, "disallowed_tools"u8, value.DisallowedTools);
        writer.WriteFlag("allow_disable_required"u8, value.AllowDisableRequired);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
