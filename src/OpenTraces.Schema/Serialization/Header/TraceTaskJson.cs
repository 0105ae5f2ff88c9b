using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TraceTaskJson
{
    public static TraceTask Read(ref JsonCursor json)
    {
        string? description = null, source = null, repository = null, repositoryUrl = null, baseCommit = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("description"u8)) description = json.ReadText();
            else if (json.Is("source"u8)) source = json.ReadText();
            else if (json.Is("repository"u8)) repository = json.ReadText();
            else if (json.Is("repository_url"u8)) repositoryUrl = json.ReadText();
            else if (json.Is("base_commit"u8)) baseCommit = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new TraceTask
        {
            Description = description,
            Source = source,
            Repository = repository,
            RepositoryUrl = repositoryUrl,
            BaseCommit = baseCommit,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, TraceTask value)
    {
        writer.WriteStartObject();
        writer.WriteText("description"u8, value.Description);
        writer.WriteText("source"u8, value.Source);
        writer.WriteText("repository"u8, value.Repository);
        writer.WriteText("repository_url"u8, value.RepositoryUrl);
        writer.WriteText("base_commit"u8, value.BaseCommit);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
