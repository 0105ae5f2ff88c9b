using System.Text.Json;

namespace OpenTraces.Schema;

internal static class GitAnchorJson
{
    public static GitAnchor Read(ref JsonCursor json)
    {
        string? lastSearchedAt = null, commitSha = null, evidenceTier = null, evidenceFirmness = null;
        bool? found = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("last_searched_at"u8)) lastSearchedAt = json.ReadText();
            else if (json.Is("found"u8)) found = json.ReadBool();
            else if (json.Is("commit_sha"u8)) commitSha = json.ReadText();
            else if (json.Is("evidence_tier"u8)) evidenceTier = json.ReadText();
            else if (json.Is("evidence_firmness"u8)) evidenceFirmness = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new GitAnchor
        {
            LastSearchedAt = json.Require(lastSearchedAt, "last_searched_at"),
            Found = json.Require(found, "found"),
            CommitSha = commitSha,
            EvidenceTier = evidenceTier,
            EvidenceFirmness = evidenceFirmness,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, GitAnchor value)
    {
        writer.WriteStartObject();
        writer.WriteText("last_searched_at"u8, value.LastSearchedAt);
        writer.WriteFlag("found"u8, value.Found);
        writer.WriteText("commit_sha"u8, value.CommitSha);
        writer.WriteText("evidence_tier"u8, value.EvidenceTier);
        writer.WriteText("evidence_firmness"u8, value.EvidenceFirmness);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
