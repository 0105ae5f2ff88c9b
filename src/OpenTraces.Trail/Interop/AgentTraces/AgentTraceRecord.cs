using System.Buffers;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.AgentTraces;

/// <summary>
/// The text of a record. The form itself is <see cref="TraceExchange"/>'s: a commit is written as a trace of which nothing
/// but the attribution is known.
/// </summary>
internal static class AgentTraceRecord
{
    public static string Write(CommitAuthorship authorship, string? time, LossList loss)
    {
        var record = new TraceRecord
        {
            // Not the form of a trace's id, so the record's UUID is made from it and is the same for the same commit.
            TraceId = "opentraces.authorship " + authorship.Commit,
            SessionId = "",
            TimestampEnd = time,
            Agent = new Agent { Name = "opentraces" },
            Metadata = AgentTraceSessions.Write(authorship.Authors),
            Attribution = new Attribution
            {
                Experimental = authorship.Authors.Any(a => a.Kind == AuthorKind.Mixed),
                Revision = authorship.Commit is { } commit ? new Dictionary<string, string> { ["vcs_type"] = "git", ["revision"] = commit } : null,
                Files = [.. authorship.Files.Select(f => new AttributionFile { Path = f.Path, Conversations = [.. Conversations(f)] })],
            },
        };
        var output = new ArrayBufferWriter<byte>();
        var report = TraceExchange.Write(ExchangeFormat.AgentTrace, record, output);
        foreach (var entry in report.Entries.Where(e => e.Path.StartsWith("attribution.files", StringComparison.Ordinal)))
        {
            var path = entry.Path.Contains(".contributor", StringComparison.Ordinal) ? "traces[].model" : "traces[].patches[].path";
            loss.Add(path, entry.Kind, entry.Reason, entry.Count);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

    public static CommitAuthorship Read(ReadOnlySpan<byte> utf8)
    {
        var warnings = new WarningList();
        var (document, version) = AgentTraceSieve.Clean(utf8, warnings);
        var record = TraceExchange.Read(ExchangeFormat.AgentTrace, document, out _);
        var sessions = AgentTraceSessions.Read(record.Metadata, out var other);
        var attribution = record.Attribution!;
        var files = attribution.Files.Select(f => new FileAuthorship { Path = f.Path, Lines = [.. f.Conversations.SelectMany(c => Lines(c, sessions))] }).ToArray();
        if (attribution.Files.SelectMany(f => f.Conversations).SelectMany(c => c.Ranges).Any(r => r.ContentHash is not null || r.Unknown.Count > 0))
            warnings.Add(null, "Ranges have members beside their lines and contributor, such as a hash; they were left out.");
        if (attribution.Files.Any(f => f.Unknown.Count > 0))
            warnings.Add(null, "Files have members beside their path and conversations; they were left out.");
        var isGit = attribution.Revision is not { } said || said["vcs_type"] == "git";
        if (!isGit)
            warnings.Add(null, "The record is of a revision of another system than git; the revision was left out.");
        return new CommitAuthorship
        {
            Format = AuthorshipFormat.AgentTrace,
            FormatVersion = version,
            Commit = isGit ? attribution.Revision?["revision"] : null,
            Authors = [.. files.SelectMany(f => f.Lines).Select(l => l.Author).Distinct()],
            Files = [.. files.Where(f => f.Lines.Count > 0)],
            Other = other,
            Warnings = warnings.ToList(),
        };
    }

    private static IEnumerable<AttributionConversation> Conversations(FileAuthorship file)
    {
        for (var (start, end) = (0, 0); start < file.Lines.Count; start = end)
        {
            var first = file.Lines[start];
            for (end = start; end < file.Lines.Count && file.Lines[end].Key == first.Key && file.Lines[end].Author == first.Author;)
                end++;
            var contributor = new Dictionary<string, string> { ["type"] = NameOf(first.Author.Kind) };
            if (first.Author.Model is { } model)
                contributor["model_id"] = model;
            yield return new AttributionConversation
            {
                Url = first.Key,
                Contributor = contributor,
                Ranges = [.. LineRuns.Join(file.Lines.Take(end).Skip(start)).Select(r => new AttributionRange { StartLine = r.Start, EndLine = r.End })],
            };
        }
    }

    private static IEnumerable<AuthoredLines> Lines(AttributionConversation conversation, AgentTraceSessions sessions)
    {
        foreach (var range in conversation.Ranges)
        {
            var contributor = range.Contributor ?? conversation.Contributor;
            var author = new LineAuthor
            {
                Kind = KindOf(contributor.GetValueOrDefault("type")),
                Model = contributor.GetValueOrDefault("model_id"),
                Other = OtherOf(conversation),
            };
            yield return new AuthoredLines { Start = range.StartLine, End = range.EndLine, Key = conversation.Url, Author = sessions.Complete(author, conversation.Url) };
        }
    }

    private static RawJson OtherOf(AttributionConversation conversation)
    {
        if (conversation.Unknown.Count == 0 && conversation.Related is null)
            return RawJson.EmptyObject;
        return RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            if (conversation.Related is { } related)
            {
                writer.WritePropertyName("related"u8);
                related.WriteTo(writer);
            }

            foreach (var member in conversation.Unknown)
            {
                writer.WritePropertyName(member.Name.AsString() ?? "");
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    private static string NameOf(AuthorKind kind) => kind switch
    {
        AuthorKind.Agent => "ai",
        AuthorKind.Human => "human",
        AuthorKind.Mixed => "mixed",
        _ => "unknown",
    };

    private static AuthorKind KindOf(string? name) => name switch
    {
        "ai" => AuthorKind.Agent,
        "human" => AuthorKind.Human,
        "mixed" => AuthorKind.Mixed,
        _ => AuthorKind.Unknown,
    };
}
