using System.Text.Json;

namespace OpenTraces.Schema;

internal static class VersionControlJson
{
    public static VersionControl Read(ref JsonCursor json)
    {
        string? type = null, baseCommit = null, branch = null, diff = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("type"u8)) type = json.ReadText();
            else if (json.Is("base_commit"u8)) baseCommit = json.ReadText();
            else if (json.Is("branch"u8)) branch = json.ReadText();
            else if (json.Is("diff"u8)) diff = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new VersionControl
        {
            Type = type ?? "none",
            BaseCommit = baseCommit,
            Branch = branch,
            Diff = diff,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, VersionControl value)
    {
        writer.WriteStartObject();
        writer.WriteText("type"u8, value.Type);
        writer.WriteText("base_commit"u8, value.BaseCommit);
        writer.WriteText("branch"u8, value.Branch);
        writer.WriteText("diff"u8, value.Diff);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
