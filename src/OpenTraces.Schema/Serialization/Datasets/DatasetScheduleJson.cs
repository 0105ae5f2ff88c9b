using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetScheduleJson
{
    public static DatasetSchedule Read(ref JsonCursor json)
    {
        bool? enabled = null;
        string? every = null, executor = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("enabled"u8)) enabled = json.ReadBool();
            else if (json.Is("every"u8)) every = json.ReadText();
            else if (json.Is("executor"u8)) executor = json.ReadText();
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetSchedule
        {
            Enabled = enabled ?? false,
            Every = every,
            Executor = executor ?? "script",
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetSchedule value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteFlag("enabled"u8, value.Enabled);
        writer.WriteText("every"u8, value.Every);
        writer.WriteText("executor"u8, value.Executor);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
