using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetSchemaRefJson
{
    public static DatasetSchemaRef Read(ref JsonCursor json)
    {
        string? path = null, version = null, digest = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("path"u8)) path = json.ReadText();
            else if (json.Is("version"u8)) version = json.ReadText();
            else if (json.Is("digest"u8)) digest = json.ReadText();
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetSchemaRef
        {
            Path = json.Require(path, "path"),
            Version = json.Require(version, "version"),
            Digest = digest,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetSchemaRef value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("path"u8, value.Path);
        writer.WriteText("version"u8, value.Version);
        writer.WriteText("digest"u8, value.Digest);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
