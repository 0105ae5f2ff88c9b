using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetDiscoverabilityJson
{
    public static DatasetDiscoverability Read(ref JsonCursor json)
    {
        string? license = null, prettyName = null;
        IReadOnlyList<string> tags = ["opentraces", "agent-traces"], taskCategories = [], language = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("license"u8)) license = json.ReadText();
            else if (json.Is("pretty_name"u8)) prettyName = json.ReadText();
            else if (json.Is("tags"u8)) tags = JsonInput.ReadTexts(ref json);
            else if (json.Is("task_categories"u8)) taskCategories = JsonInput.ReadTexts(ref json);
            else if (json.Is("language"u8)) language = JsonInput.ReadTexts(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        return new DatasetDiscoverability
        {
            License = license,
            PrettyName = prettyName,
            Tags = tags,
            TaskCategories = taskCategories,
            Language = language,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, DatasetDiscoverability value)
    {
        writer.WriteStartObject();
        writer.WriteText("license"u8, value.License);
        writer.WriteText("pretty_name"u8, value.PrettyName);
        writer.WriteTexts("tags"u8, value.Tags);
        writer.WriteTexts("task_categories"u8, value.TaskCategories);
        writer.WriteTexts("language"u8, value.Language);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
