using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>The JSON object behind the divider of a note.</summary>
internal sealed class GitAiMetadata
{
    private readonly Dictionary<string, LineAuthor> _authors = new(StringComparer.Ordinal);

    private GitAiMetadata(string version, string? commit, RawJson other) => (Version, Commit, Other) = (version, commit, other);

    public string Version { get; }

    public string? Commit { get; }

    public RawJson Other { get; }

    /// <summary>In ordinal order of their keys.</summary>
    public IEnumerable<LineAuthor> Authors => _authors.Values.OrderBy(a => a.Key, StringComparer.Ordinal);

    public static GitAiMetadata Read(string json, WarningList warnings)
    {
        using var document = Parse(json);
        var root = JsonMembers.Of(document.RootElement);
        var metadata = new GitAiMetadata(
            VersionOf(root), root.Text("base_commit_sha"),
            root.Except("schema_version", "base_commit_sha", "prompts", "sessions", "humans"));
        foreach (var map in (string[])["prompts", "sessions", "humans"])
        {
            if (root.Find(map) is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
                warnings.Add(null, $"'{map}' of the metadata is no object; it was left out.");
            foreach (var (key, value) in JsonMembers.Of(root.Find(map)).All)
                metadata.Add(map, key, value, warnings);
        }

        return metadata;
    }

    /// <summary>Refuses text that is no note, by the version it has where it says one.</summary>
    public static OpenTracesException NoNote(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..])
        {
            using var document = Parse(text);
            _ = VersionOf(JsonMembers.Of(document.RootElement));
        }

        return Refusal($"has no line '{GitAiNote.Divider}' between its lines and its metadata");
    }

    /// <summary>The author an attestation key stands for; null when the metadata has none.</summary>
    public LineAuthor? Find(string key) => _authors.GetValueOrDefault(GitAiKeys.EntryOf(key));

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(json), new JsonDocumentOptions { MaxDepth = TraceJson.MaxDepth });
        }
        catch (JsonException exception)
        {
            throw Refusal("has metadata that is not JSON", exception);
        }
    }

    private static string VersionOf(JsonMembers root)
    {
        if (root.Text("schema_version") is not { } said)
            throw Refusal("does not say its version (schema_version)");
        var version = said.StartsWith(GitAiNote.SchemaPrefix, StringComparison.Ordinal) ? said[GitAiNote.SchemaPrefix.Length..] : said;
        var isVersion = version.Length <= 20 && version.All(c => char.IsAsciiDigit(c) || c == '.');
        if (said.Length == version.Length || !isVersion || version.Split('.')[0] != "3")
            throw Refusal($"has version {(isVersion ? version : "of an unknown form")}, and versions 3.x are read");
        return version;
    }

    private static OpenTracesException Refusal(string what, Exception? cause = null) => new(OpenTracesErrorCode.InvalidTrace,
        $"The text is no git-ai note that can be read: it {what}. Give the text that 'git notes --ref=ai show COMMIT' prints, written by git-ai 1.0 or later.", cause);

    private void Add(string map, string key, JsonElement value, WarningList warnings)
    {
        var entry = JsonMembers.Of(value);
        var author = map == "humans" ? Human(key, entry) : Agent(key, entry);
        if (author is null)
            warnings.Add(null, $"An entry of '{map}' does not say who it is; lines of it have an author of whom nothing is known.");
        else if (map != MapOf(key))
            warnings.Add(null, $"An entry of '{map}' has a key of another kind; it was left out.");
        else
            _authors[key] = author;
    }

    private static string MapOf(string key) => key.StartsWith(GitAiKeys.SessionPrefix, StringComparison.Ordinal) ? "sessions"
        : key.StartsWith(GitAiKeys.HumanPrefix, StringComparison.Ordinal) ? "humans"
        : "prompts";

    private static LineAuthor? Human(string key, JsonMembers entry) => entry.Text("author") is { } author
        ? new LineAuthor { Kind = AuthorKind.Human, Key = key, Human = author, Other = entry.Except("author") } : null;

    private static LineAuthor? Agent(string key, JsonMembers entry)
    {
        var agent = JsonMembers.Of(entry.Find("agent_id"));
        if (agent.Text("tool") is not { } tool)
            return null;
        return new LineAuthor
        {
            Kind = AuthorKind.Agent,
            Key = key,
            Tool = GitAiKeys.FromGitAi(tool),
            SessionId = agent.Text("id"),
            Model = agent.Text("model") is { } model && model != GitAiNote.NoModel ? model : null,
            Human = entry.Text("human_author"),
            Other = entry.Except("agent_id", "human_author"),
        };
    }
}
