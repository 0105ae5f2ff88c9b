using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AttributionJson
{
    public static Attribution Read(ref JsonCursor json)
    {
        bool? experimental = null;
        IReadOnlyDictionary<string, string>? revision = null;
        IReadOnlyList<AttributionFile> files = [];
        IReadOnlyList<string>? unaccountedFiles = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("experimental"u8)) experimental = json.ReadBool();
            else if (json.Is("revision"u8)) revision = JsonInput.ReadTextMapOrNull(ref json);
            else if (json.Is("files"u8)) files = JsonInput.ReadList(ref json, AttributionFileJson.Read);
            else if (json.Is("unaccounted_files"u8)) unaccountedFiles = JsonInput.ReadTextsOrNull(ref json);
            else json.Keep(ref unknown);
        }

        return new Attribution
        {
            Experimental = experimental ?? true,
            Revision = revision,
            Files = files,
            UnaccountedFiles = unaccountedFiles,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Attribution value)
    {
        writer.WriteStartObject();
        writer.WriteFlag("experimental"u8, value.Experimental);
        writer.WriteTextMap("revision"u8, value.Revision);
        writer.WriteList("files"u8, value.Files, AttributionFileJson.Write);
        writer.WriteTexts("unaccounted_files"u8, value.UnaccountedFiles);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
