using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>The JSON form of an <see cref="Envelope"/> in its file, and of its parts in events.</summary>
internal static class EnvelopeJson
{
    public static RawJson Write(Envelope envelope) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        WriteKey(writer, envelope.Key);
        writer.WriteString("security"u8, envelope.Security);
        if (envelope.IsForgotten)
            writer.WriteBoolean("forgotten"u8, true);
        else
            writer.WriteNumber("served"u8, envelope.Served.Index);
        writer.WriteStartArray("generations"u8);
        foreach (var generation in envelope.Generations)
            Write(writer, generation);
        writer.WriteEndArray();
        writer.WriteStartObject("trails"u8);
        foreach (var (repository, address) in envelope.Trails)
            writer.WriteString(repository, address.ToString());
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static Envelope Read(RawJson json)
    {
        using var document = JsonDocument.Parse(json.Utf8);
        var root = document.RootElement;
        return new Envelope
        {
            Key = ReadKey(root),
            IsForgotten = root.TryGetProperty("forgotten"u8, out _),
            Security = root.GetProperty("security"u8).GetString()!,
            Generations = [.. root.GetProperty("generations"u8).EnumerateArray().Select(ReadGeneration)],
            Trails = [.. root.GetProperty("trails"u8).EnumerateObject()
                .Select(t => KeyValuePair.Create(t.Name, ContentHash.Parse(t.Value.GetString()!)))],
        };
    }

    public static void WriteKey(Utf8JsonWriter writer, TraceKey key)
    {
        writer.WriteString("agent"u8, key.Agent);
        writer.WriteString("session_id"u8, key.SessionId);
        if (key.SubAgentId is { } subAgent)
            writer.WriteString("sub_agent_id"u8, subAgent);
        writer.WriteString("first_entry"u8, key.FirstEntry.ToString());
    }

    public static TraceKey ReadKey(JsonElement json) => new()
    {
        Agent = json.GetProperty("agent"u8).GetString()!,
        SessionId = json.GetProperty("session_id"u8).GetString()!,
        SubAgentId = json.TryGetProperty("sub_agent_id"u8, out var subAgent) ? subAgent.GetString() : null,
        FirstEntry = Hash(json, "first_entry"u8),
    };

    public static void Write(Utf8JsonWriter writer, Generation generation)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, generation.Index);
        writer.WriteStartArray("extends"u8);
        foreach (var earlier in generation.Extends)
            writer.WriteNumberValue(earlier);
        writer.WriteEndArray();
        writer.WriteString("start"u8, generation.TimestampStart);
        writer.WriteString("end"u8, generation.TimestampEnd);
        writer.WriteNumber("steps"u8, generation.Steps);
        writer.WriteNumber("patches"u8, generation.Patches);
        writer.WriteStartArray("lines"u8);
        foreach (var count in (ReadOnlySpan<int>)[generation.Lines.Mapped, generation.Lines.Folded,
            generation.Lines.Carried, generation.Lines.Ignored, generation.Lines.Malformed])
            writer.WriteNumberValue(count);
        writer.WriteEndArray();
        writer.WriteString("parser"u8, generation.Parser);
        writer.WriteNumber("parser_version"u8, generation.ParserVersion);
        writer.WriteString("record"u8, generation.Record.ToString());
        if (generation.Trail is { } trail)
            writer.WriteString("trail"u8, trail.ToString());
        if (generation.Media is { } media)
            writer.WriteString("media"u8, media.ToString());
        writer.WriteStartArray("sources"u8);
        foreach (var source in generation.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, source.Name);
            writer.WriteString("address"u8, source.Address.ToString());
            writer.WriteNumber("length"u8, source.Length);
            if (source.Within is { } within)
                writer.WriteString("within"u8, within.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static Generation ReadGeneration(JsonElement json)
    {
        var lines = json.GetProperty("lines"u8);
        return new Generation
        {
            Index = json.GetProperty("index"u8).GetInt32(),
            Extends = [.. json.GetProperty("extends"u8).EnumerateArray().Select(e => e.GetInt32())],
            TimestampStart = json.GetProperty("start"u8).GetString(),
            TimestampEnd = json.GetProperty("end"u8).GetString(),
            Steps = json.GetProperty("steps"u8).GetInt32(),
            Patches = json.GetProperty("patches"u8).GetInt32(),
            Lines = new LineCounts
            {
                Mapped = lines[0].GetInt32(),
                Folded = lines[1].GetInt32(),
                Carried = lines[2].GetInt32(),
                Ignored = lines[3].GetInt32(),
                Malformed = lines[4].GetInt32(),
            },
            Parser = json.GetProperty("parser"u8).GetString()!,
            ParserVersion = json.GetProperty("parser_version"u8).GetInt32(),
            Record = Hash(json, "record"u8),
            Trail = json.TryGetProperty("trail"u8, out _) ? Hash(json, "trail"u8) : null,
            Media = json.TryGetProperty("media"u8, out _) ? Hash(json, "media"u8) : null,
            Sources = [.. json.GetProperty("sources"u8).EnumerateArray().Select(s => new StoredSource(
                s.GetProperty("name"u8).GetString()!, Hash(s, "address"u8), s.GetProperty("length"u8).GetInt64(),
                s.TryGetProperty("within"u8, out _) ? Hash(s, "within"u8) : null))],
        };
    }

    private static ContentHash Hash(JsonElement json, ReadOnlySpan<byte> name) =>
        ContentHash.Parse(json.GetProperty(name).GetString()!);
}
