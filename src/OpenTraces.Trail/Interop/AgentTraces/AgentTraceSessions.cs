using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.AgentTraces;

/// <summary>
/// The harness and session of each trace that a record names, which stand in its metadata under <see cref="Name"/>, and the
/// rest of the metadata.
/// </summary>
internal sealed class AgentTraceSessions
{
    /// <summary>Where <see cref="TraceExchange"/> keeps the members of a record that a trace has no place for.</summary>
    private const string Kept = "exchange.agent-trace";

    private const string Name = "dev.opentraces.sessions";

    private readonly Dictionary<string, (string? Tool, string? SessionId, string? Human)> _sessions = new(StringComparer.Ordinal);

    /// <summary>The metadata of a trace from which the record's metadata are written.</summary>
    public static RawJson Write(IEnumerable<LineAuthor> authors)
    {
        var known = authors.Where(a => a is { Key: not null, Kind: AuthorKind.Agent or AuthorKind.Mixed })
            .DistinctBy(a => a.Key).OrderBy(a => a.Key, StringComparer.Ordinal).ToArray();
        return known.Length == 0 ? RawJson.EmptyObject : RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Kept);
            writer.WriteStartObject("metadata"u8);
            writer.WriteStartObject(Name);
            foreach (var author in known)
            {
                writer.WriteStartObject(author.Key!);
                Put("agent", author.Tool);
                Put("session_id", author.SessionId);
                Put("human_author", author.Human);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();

            void Put(string name, string? text)
            {
                if (text is not null)
                    writer.WriteString(name, text);
            }
        });
    }

    /// <summary>Reads what was written, and gives the record's other members beside it.</summary>
    public static AgentTraceSessions Read(RawJson metadata, out RawJson other)
    {
        var sessions = new AgentTraceSessions();
        var kept = JsonMembers.Of(JsonMembers.Of(metadata.ToElement()).Find(Kept));
        var inside = JsonMembers.Of(kept.Find("metadata"));
        foreach (var (key, value) in JsonMembers.Of(inside.Find(Name)).All)
        {
            var session = JsonMembers.Of(value);
            sessions._sessions[key] = (session.Text("agent"), session.Text("session_id"), session.Text("human_author"));
        }

        var root = kept.Except("metadata");
        var rest = inside.Except(Name);
        other = rest == RawJson.EmptyObject ? root : RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            JsonMembers.Write(writer, root);
            writer.WritePropertyName("metadata"u8);
            rest.WriteTo(writer);
            writer.WriteEndObject();
        });
        return sessions;
    }

    /// <summary>The author with the session that a conversation's address names.</summary>
    public LineAuthor Complete(LineAuthor author, string? address)
    {
        const string Ours = "opentraces://";
        if (address is null || !address.StartsWith(Ours, StringComparison.Ordinal))
            return author;
        var key = address[Ours.Length..].Split('/')[0];
        return _sessions.TryGetValue(key, out var session)
            ? author with { Key = key, Tool = session.Tool, SessionId = session.SessionId, Human = session.Human }
            : author with { Key = key };
    }
}
