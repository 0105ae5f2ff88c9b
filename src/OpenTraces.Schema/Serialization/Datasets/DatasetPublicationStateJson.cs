using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetPublicationStateJson
{
    public static DatasetPublicationState Read(ref JsonCursor json)
    {
        int? version = null;
        IReadOnlyDictionary<string, DatasetPublicationStateEntry>? rows = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("version"u8)) version = json.ReadInt();
            else if (json.Is("rows"u8)) rows = JsonInput.ReadMap(ref json, DatasetPublicationStateEntryJson.Read);
            else json.KeepOrRefuse(ref unknown);
        }

        return new DatasetPublicationState
        {
            Version = version ?? 1,
            Rows = rows ?? new Dictionary<string, DatasetPublicationStateEntry>(),
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, DatasetPublicationState value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("version"u8, value.Version);
        writer.WriteMap("rows"u8, value.Rows, DatasetPublicationStateEntryJson.Write);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
