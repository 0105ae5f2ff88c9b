using System.Text.Json;

namespace OpenTraces.Schema;

internal static class DatasetIdentityJson
{
    public static DatasetIdentity Read(ref JsonCursor json)
    {
        DatasetIdentityMode? mode = null;
        IReadOnlyList<string> fields = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("mode"u8)) mode = DatasetNames.IdentityMode.Read(ref json);
            else if (json.Is("fields"u8)) fields = JsonInput.ReadTexts(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new DatasetIdentity
        {
            Mode = mode ?? DatasetIdentityMode.PayloadHash,
            Fields = fields,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, DatasetIdentity value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        DatasetNames.IdentityMode.Write(writer, "mode"u8, value.Mode);
        writer.WriteTexts("fields"u8, value.Fields);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
