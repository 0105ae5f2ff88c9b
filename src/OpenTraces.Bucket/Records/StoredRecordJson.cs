using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>The blob of a <see cref="StoredRecord"/>; see <c>docs/format/bucket-traces.md</c>.</summary>
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
        PatchesFollowHunks = Member(json, "patches_follow_hunks"u8).Kind == System.Text.Json.JsonValueKind.True,
        Steps = PageList.Read(Member(json, "steps"u8)),
    };

    private static RawJson Member(RawJson json, ReadOnlySpan<byte> name) => json.TryGetMember(name, out var value)
        ? value
        : throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
            "A stored record lacks a member that every one has. Restore the bucket from a copy, or import the session again into a new one.");
}
