using System.Text.Json;

namespace OpenTraces.Schema;

internal static class ExecutorConfigJson
{
    public static ExecutorConfig Read(ref JsonCursor json)
    {
        string? @default = null, development = null;
        int? timeoutMinutes = null;
        double? budgetUsd = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("default"u8)) @default = json.ReadText();
            else if (json.Is("development"u8)) development = json.ReadText();
            else if (json.Is("timeout_minutes"u8)) timeoutMinutes = json.ReadInt();
            else if (json.Is("budget_usd"u8)) budgetUsd = json.ReadDouble();
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new ExecutorConfig
        {
            Default = @default ?? "script",
            Development = development ?? "current-agent",
            TimeoutMinutes = timeoutMinutes ?? 30,
            BudgetUsd = budgetUsd,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, ExecutorConfig value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("default"u8, value.Default);
        writer.WriteText("development"u8, value.Development);
        writer.WriteWhole("timeout_minutes"u8, value.TimeoutMinutes);
        writer.WriteReal("budget_usd"u8, value.BudgetUsd);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
