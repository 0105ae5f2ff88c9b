using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Reads a record of who wrote which lines into a trace that has its attribution and nothing else.</summary>
internal static class AgentTraceReader
{
    public static TraceRecord Read(RawJson document)
    {
        var root = Foreign.Object(document);
        if (root["files"].Kind != JsonValueKind.Array || !root.Has("version"))
            throw Foreign.Invalid("is no Agent Trace record: it has no version or no files");
        var tool = Foreign.Object(root["tool"]);
        var vcs = Foreign.Object(root["vcs"]);
        var ours = Foreign.Object(Foreign.Object(root["metadata"])["dev.opentraces"]);
        var id = root.Text("id");
        return new TraceRecord
        {
            TraceId = id is not null && TraceId.TryParse(id, out _) ? id : RecordIds.OfDocument(ExchangeFormat.AgentTrace, document),
            SessionId = "",
            TimestampEnd = root.Text("timestamp"),
            Agent = new Agent { Name = tool.Text("name") ?? MessagePlaces.UnknownAgent, Version = tool.Text("version") },
            Metadata = Kept(root),
            Attribution = new Attribution
            {
                Experimental = !ours.Has("experimental") || ours.IsTrue("experimental"),
                Revision = vcs.Text("revision") is { } revision
                    ? new Dictionary<string, string> { ["vcs_type"] = vcs.Text("type") ?? "git", ["revision"] = revision } : null,
                Files = Foreign.Items(root["files"]).ConvertAll(ReadFile),
                UnaccountedFiles = ours["unaccounted_files"].Kind == JsonValueKind.Array
                    ? [.. Foreign.Items(ours["unaccounted_files"]).Select(static f => f.AsString()).OfType<string>()] : null,
            },
        };
    }

    private static RawJson Kept(ForeignObject root)
    {
        var kept = new List<ForeignMember>();
        foreach (var member in root.Members)
        {
            if (member.Name is "version" or "id" or "timestamp" or "vcs" or "tool" or "files")
                continue;
            var value = member.Name != "metadata"
                ? member.Value : OriginalRoot.Of(Foreign.Object(member.Value).Members.Where(static m => m.Name != "dev.opentraces"));
            if (!Foreign.IsEmpty(value))
                kept.Add(new ForeignMember(member.Name, value));
        }

        return kept.Count == 0 ? RawJson.EmptyObject : OriginalRoot.With(RawJson.EmptyObject, AgentTraceCodec.Kept, OriginalRoot.Of(kept));
    }

    private static AttributionFile ReadFile(RawJson json)
    {
        var file = Foreign.Object(json);
        return new AttributionFile
        {
            Path = file.Text("path") ?? throw Foreign.Invalid("has a file without a path"),
            Conversations = Foreign.Items(file["conversations"]).ConvertAll(ReadConversation),
            Unknown = Others(file, "path", "conversations"),
        };
    }

    private static AttributionConversation ReadConversation(RawJson json)
    {
        var conversation = Foreign.Object(json);
        return new AttributionConversation
        {
            Url = conversation.Text("url"),
            Contributor = ReadContributor(conversation["contributor"]) ?? new Dictionary<string, string>(),
            Related = conversation["related"].Kind == JsonValueKind.Array ? conversation["related"] : null,
            Ranges = Foreign.Items(conversation["ranges"]).ConvertAll(ReadRange),
            Unknown = Others(conversation, "url", "contributor", "related", "ranges"),
        };
    }

    private static AttributionRange ReadRange(RawJson json)
    {
        var range = Foreign.Object(json);
        return new AttributionRange
        {
            StartLine = Line(range, "start_line"),
            EndLine = Line(range, "end_line"),
            ContentHash = range.Text("content_hash"),
            Contributor = ReadContributor(range["contributor"]),
            Unknown = Others(range, "start_line", "end_line", "content_hash", "contributor"),
        };
    }

    private static int Line(ForeignObject range, string name) =>
        range.Count(name) is { } line and >= 1 ? (int)Math.Min(line, int.MaxValue) : throw Foreign.Invalid("has a range without its lines");

    private static Dictionary<string, string>? ReadContributor(RawJson json)
    {
        if (json.Kind != JsonValueKind.Object)
            return null;
        var contributor = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in Foreign.Object(json).Members)
        {
            if (member.Value.AsString() is { } text)
                contributor[member.Name] = text;
        }

        return contributor;
    }

    private static List<UnknownMember> Others(ForeignObject json, params ReadOnlySpan<string> read)
    {
        var others = new List<UnknownMember>();
        foreach (var member in json.Members)
        {
            if (!read.Contains(member.Name))
                others.Add(new UnknownMember { Name = RawJson.FromTrusted(JsonText.Quote(member.Name)), Value = member.Value });
        }

        return others;
    }
}
