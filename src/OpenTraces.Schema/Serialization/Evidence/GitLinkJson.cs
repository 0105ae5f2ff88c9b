using System.Text.Json;

namespace OpenTraces.Schema;

internal static class GitLinkJson
{
    public static GitLink Read(ref JsonCursor json)
    {
        string? vcsType = null, revision = null, repoUrl = null, branch = null, tier = null;
        bool? commitReachable = null, contentAlive = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("vcs_type"u8)) vcsType = json.ReadText();
            else if (json.Is("revision"u8)) revision = json.ReadText();
            else if (json.Is("repo_url"u8)) repoUrl = json.ReadText();
            else if (json.Is("branch"u8)) branch = json.ReadText();
            else if (json.Is("tier"u8)) tier = json.ReadText();
            else if (json.Is("commit_reachable"u8)) commitReachable = json.ReadBool();
            else if (json.Is("content_alive"u8)) contentAlive = json.ReadBool();
            else json.Keep(ref unknown);
        }

        return new GitLink
        {
            VcsType = vcsType ?? "git",
            Revision = json.Require(revision, "revision"),
            RepoUrl = repoUrl,
            Branch = branch,
            Tier = json.Require(tier, "tier"),
            CommitReachable = commitReachable,
            ContentAlive = contentAlive,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, GitLink value)
    {
        writer.WriteStartObject();
        writer.WriteText("vcs_type"u8, value.VcsType);
        writer.WriteText("revision"u8, value.Revision);
        writer.WriteText("repo_url"u8, value.RepoUrl);
        writer.WriteText("branch"u8, value.Branch);
        writer.WriteText("tier"u8, value.Tier);
        writer.WriteFlag("commit_reachable"u8, value.CommitReachable);
        writer.WriteFlag("content_alive"u8, value.ContentAlive);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
