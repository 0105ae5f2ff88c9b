using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetCandidateQueryJson
{
    public static DatasetCandidateQuery Read(ref JsonCursor json)
    {
        string? name = null;
        DatasetScope? scope = null;
        RawJson args = RawJson.EmptyObject, incremental = RawJson.EmptyObject;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("name"u8)) name = json.ReadText();
            else if (json.Is("scope"u8)) scope = DatasetNames.Scope.Read(ref json);
            else if (json.Is("args"u8)) args = JsonInput.ReadObject(ref json);
            else if (json.Is("incremental"u8)) incremental = JsonInput.ReadObject(ref json);
            else if (json.Is("facets"u8)) json.Keep(ref unknown);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetCandidateQuery
        {
            Name = json.Require(name, "name"),
            Scope = scope ?? DatasetScope.AllProjects,
            Args = args,
            Incremental = incremental,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetCandidateQuery value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("name"u8, value.Name);
        DatasetNames.Scope.Write(writer, "scope"u8, value.Scope);
        writer.WriteRaw("args"u8, value.Args);
        writer.WriteRaw("incremental"u8, value.Incremental);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
