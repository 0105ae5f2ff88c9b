using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetRemoteJson
{
    public static DatasetRemote Read(ref JsonCursor json)
    {
        string? url = null;
        DatasetRemoteVisibility? visibility = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("url"u8)) url = json.ReadText();
            else if (json.Is("visibility"u8)) visibility = DatasetNames.RemoteVisibility.Read(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetRemote
        {
            Url = json.Require(url, "url"),
            Visibility = visibility ?? DatasetRemoteVisibility.Private,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetRemote value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("url"u8, value.Url);
        DatasetNames.RemoteVisibility.Write(writer, "visibility"u8, value.Visibility);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
