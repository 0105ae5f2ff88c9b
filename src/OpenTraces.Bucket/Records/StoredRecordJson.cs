using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>The blob of a <see cref="StoredRecord"/>; see <c>docs/format/bucket-v1.md</c>.</summary>
internal static class StoredRecordJson
{
    public static RawJson Write(StoredRecord stored) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, 1);
        if (stored.Shared is { } shared)
            writer.WriteString("shared"u8, shared.ToString());
        writer.WriteBoolean("patches_follow_hunks"u8, stored.PatchesFollowHunks);
        writer.WritePropertyName("steps"u8);
        PageList.Write(writer, stored.Steps);
        if (stored.Texts.Count > 0)
        {
            writer.WriteStartArray("texts"u8);
            foreach (var text in stored.Texts)
                writer.WriteStringValue(text.ToString());
            writer.WriteEndArray();
        }

        writer.WritePropertyName("report"u8);
        stored.Report.WriteTo(writer);
        writer.WritePropertyName("head"u8);
        stored.Head.WriteTo(writer);
        writer.WriteEndObject();
    });

    public static StoredRecord Read(RawJson json) => new()
    {
        Head = Member(json, "head"u8),
        Report = Member(json, "report"u8),
        Shared = json.GetString("shared"u8) is { } shared ? ContentHash.Parse(shared) : null,
        PatchesFollowHunks = Member(json, "patches_follow_hunks"u8).Kind == JsonValueKind.True,
        Steps = PageList.Read(Member(json, "steps"u8)),
        Texts = json.TryGetMember("texts"u8, out var texts) ? ReadTexts(texts) : [],
    };

    private static List<ContentHash> ReadTexts(RawJson list)
    {
        var texts = new List<ContentHash>();
        var reader = new Utf8JsonReader(list.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            texts.Add(ContentHash.Parse(reader.GetString()!));
        return texts;
    }

    private static RawJson Member(RawJson json, ReadOnlySpan<byte> name) => json.TryGetMember(name, out var value)
        ? value
        : throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
            "A stored record lacks a member that every one has. Restore the bucket from a copy, or import the session again into a new one.");
}
