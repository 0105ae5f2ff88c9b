using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>Writes the text of a note.</summary>
internal static class GitAiWriter
{
    private static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        NewLine = "\n",
        MaxDepth = TraceJson.MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(CommitAuthorship authorship, LossList loss)
    {
        var text = new StringBuilder();
        foreach (var file in authorship.Files.Where(f => f.Lines.Count > 0))
        {
            if (file.Path.Contains('\n'))
                loss.Add("traces[].patches[].path", LossKind.Dropped, "Readers go by lines, so a path with a line break has no form they understand.", file.Lines.Count);
            else
                WriteFile(text, file);
        }

        var metadata = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(metadata, Json))
            WriteMetadata(writer, authorship);
        return text.Append(GitAiNote.Divider).Append('\n').Append(Encoding.UTF8.GetString(metadata.WrittenSpan)).Append('\n').ToString();
    }

    private static void WriteFile(StringBuilder text, FileAuthorship file)
    {
        var path = Clean(file.Path);
        // The reader takes one pair of quotes away and nothing else, so a path that holds quotes needs no escape.
        text.Append(NeedsQuotes(path) ? $"\"{path}\"" : path).Append('\n');
        // Which entry comes last decides about lines that two have, so only neighbours are joined.
        for (var (start, end) = (0, 0); start < file.Lines.Count; start = end)
        {
            var key = file.Lines[start].Key;
            for (end = start; end < file.Lines.Count && file.Lines[end].Key == key;)
                end++;
            text.Append("  ").Append(key).Append(' ');
            text.AppendJoin(',', LineRuns.Join(file.Lines.Take(end).Skip(start)).Select(r => r.Start == r.End
                ? string.Create(CultureInfo.InvariantCulture, $"{r.Start}")
                : string.Create(CultureInfo.InvariantCulture, $"{r.Start}-{r.End}"))).Append('\n');
        }
    }

    /// <summary>Also for what would be trimmed, unquoted or taken for the divider.</summary>
    private static bool NeedsQuotes(string path) => path.Any(char.IsWhiteSpace) || path[0] == '"' || path == GitAiNote.Divider;

    private static void WriteMetadata(Utf8JsonWriter writer, CommitAuthorship authorship)
    {
        var authors = authorship.Authors.OrderBy(a => a.Key, StringComparer.Ordinal).ToLookup(a => MapOf(a.Key!));
        writer.WriteStartObject();
        writer.WriteString("schema_version"u8, GitAiNote.SchemaPrefix + authorship.FormatVersion);
        writer.WriteString("base_commit_sha"u8, Clean(authorship.Commit ?? ""));
        WriteMap(writer, "prompts", authors["prompts"]);
        foreach (var name in (string[])["humans", "sessions"])
        {
            if (authors[name].Any())
                WriteMap(writer, name, authors[name]);
        }

        JsonMembers.Write(writer, authorship.Other);
        writer.WriteEndObject();
    }

    private static string MapOf(string key) => key.StartsWith(GitAiKeys.SessionPrefix, StringComparison.Ordinal) ? "sessions"
        : key.StartsWith(GitAiKeys.HumanPrefix, StringComparison.Ordinal) ? "humans"
        : "prompts";

    private static void WriteMap(Utf8JsonWriter writer, string name, IEnumerable<LineAuthor> authors)
    {
        writer.WriteStartObject(name);
        foreach (var author in authors)
        {
            writer.WriteStartObject(Clean(author.Key!));
            if (name == "humans")
                writer.WriteString("author"u8, Clean(author.Human ?? ""));
            else
                WriteAgent(writer, author);
            JsonMembers.Write(writer, author.Other);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteAgent(Utf8JsonWriter writer, LineAuthor author)
    {
        writer.WriteStartObject("agent_id"u8);
        writer.WriteString("tool"u8, Clean(GitAiKeys.ToGitAi(author.Tool ?? "")));
        writer.WriteString("id"u8, Clean(author.SessionId ?? ""));
        writer.WriteString("model"u8, Clean(author.Model ?? GitAiNote.NoModel));
        writer.WriteEndObject();
        if (author.Human is { } human)
            writer.WriteString("human_author"u8, Clean(human));
    }

    /// <summary>With U+FFFD for halves of surrogate pairs, which no UTF-8 has.</summary>
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
