using System.Text.Json;

namespace OpenTraces.Schema;

internal static class WorkflowRefJson
{
    public static WorkflowRef Read(ref JsonCursor json)
    {
        string? skill = null, digest = null, instructions = null;
        RawJson config = RawJson.EmptyObject;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("skill"u8)) skill = json.ReadText();
            else if (json.Is("digest"u8)) digest = json.ReadText();
            else if (json.Is("instructions"u8)) instructions = json.ReadText();
            else if (json.Is("config"u8)) config = JsonInput.ReadObject(ref json);
            else json.KeepOrRefuse(ref unknown);
        }

        var value = new WorkflowRef
        {
            Skill = json.Require(skill, "skill"),
            Digest = json.Require(digest, "digest"),
            Instructions = instructions,
            Config = config,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
        json.Hold(DatasetRules.Broken(value));
        return value;
    }

    public static void Write(Utf8JsonWriter writer, WorkflowRef value)
    {
        DatasetRules.Require(value);
        writer.WriteStartObject();
        writer.WriteText("skill"u8, value.Skill);
        writer.WriteText("digest"u8, value.Digest);
        writer.WriteText("instructions"u8, value.Instructions);
        writer.WriteRaw("config"u8, value.Config);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
