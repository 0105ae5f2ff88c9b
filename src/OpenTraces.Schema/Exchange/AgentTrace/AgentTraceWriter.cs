using System.Text.Json;

namespace OpenTraces.Schema;

internal static class AgentTraceWriter
{
    private const string Version = "0.1.0";
    private const int LongestModel = 250;

    public static void Write(Utf8JsonWriter writer, TraceRecord record, Attribution attribution)
    {
        var kept = Foreign.Object(Foreign.Object(record.Metadata)[AgentTraceCodec.Kept]);
        writer.WriteStartObject();
        writer.WriteString("version"u8, Version);
        writer.WriteString("id"u8, RecordIds.ToUuid(record.TraceId).ToString("D"));
        writer.PutText("timestamp"u8, Time(record));
        WriteRevision(writer, record, attribution);
        writer.WriteStartObject("tool"u8);
        writer.PutText("name"u8, record.Agent.Name);
        writer.PutText("version"u8, record.Agent.Version);
        writer.WriteEndObject();
        writer.WriteList("files"u8, attribution.Files, WriteFile);
        WriteMetadata(writer, attribution, kept["metadata"]);
        foreach (var member in kept.Members.Where(static m => m.Name != "metadata"))
            OriginalRoot.Put(writer, member);
        writer.WriteEndObject();
    }

    // The format demands a time; a record without any gets the first there is.
    private static string Time(TraceRecord record) =>
        AgentTraceTime.Of(record.TimestampEnd) ?? AgentTraceTime.Of(record.TimestampStart) ?? "1970-01-01T00:00:00Z";

    private static void WriteRevision(Utf8JsonWriter writer, TraceRecord record, Attribution attribution)
    {
        var revision = attribution.Revision?.GetValueOrDefault("revision") ?? record.Outcome.CommitSha;
        var type = attribution.Revision?.GetValueOrDefault("vcs_type") ?? "git";
        if (revision is null || type is not ("git" or "jj" or "hg" or "svn"))
            return;
        writer.WriteStartObject("vcs"u8);
        writer.WriteString("type"u8, type);
        writer.PutText("revision"u8, revision);
        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, Attribution attribution, RawJson kept)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var member in Foreign.Object(kept).Members.Where(static m => m.Name != "dev.opentraces"))
            OriginalRoot.Put(writer, member);
        writer.WriteStartObject("dev.opentraces"u8);
        writer.WriteBoolean("experimental"u8, attribution.Experimental);
        if (attribution.UnaccountedFiles is { } files)
            writer.WriteList("unaccounted_files"u8, files, static (output, file) => JsonText.WriteString(output, CleanText.Of(file)));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter writer, AttributionFile file)
    {
        writer.WriteStartObject();
        writer.PutText("path"u8, file.Path);
        writer.WriteList("conversations"u8, file.Conversations, WriteConversation);
        WriteOthers(writer, file.Unknown);
        writer.WriteEndObject();
    }

    private static void WriteConversation(Utf8JsonWriter writer, AttributionConversation conversation)
    {
        writer.WriteStartObject();
        if (PlaceText.IsAddress(conversation.Url))
            writer.PutText("url"u8, conversation.Url);
        WriteContributor(writer, conversation.Contributor);
        writer.WriteStartArray("ranges"u8);
        foreach (var range in conversation.Ranges)
            WriteRange(writer, range);
        writer.WriteEndArray();
        var related = Foreign.Items(conversation.Related ?? default)
            .FindAll(static r => Foreign.Object(r) is var one && one.Text("type") is not null && PlaceText.IsAddress(one.Text("url")) && !PlaceText.Tells(r));
        if (related.Count > 0)
            writer.WriteList("related"u8, related, static (output, one) => CleanText.Of(one).WriteTo(output));
        WriteOthers(writer, conversation.Unknown);
        writer.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter writer, AttributionRange range)
    {
        writer.WriteStartObject();
        writer.WriteNumber("start_line"u8, Math.Max(1, range.StartLine));
        writer.WriteNumber("end_line"u8, Math.Max(1, range.EndLine));
        writer.PutText("content_hash"u8, range.ContentHash);
        if (range.Contributor is { } contributor)
            WriteContributor(writer, contributor);
        WriteOthers(writer, range.Unknown);
        writer.WriteEndObject();
    }

    private static void WriteContributor(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> contributor)
    {
        if (contributor.Count == 0)
            return;
        var type = contributor.GetValueOrDefault("type") is { } known and ("human" or "ai" or "mixed") ? known : "unknown";
        writer.WriteStartObject("contributor"u8);
        writer.WriteString("type"u8, type);
        if (contributor.GetValueOrDefault("model_id") is { } model)
            writer.PutText("model_id"u8, model.Length > LongestModel ? model[..LongestModel] : model);
        foreach (var (name, value) in contributor.Where(static p => p.Key is not ("type" or "model_id")).OrderBy(static p => p.Key, StringComparer.Ordinal))
            PutOther(writer, new ForeignMember(name, RawJson.FromTrusted(JsonText.Quote(value))));
        writer.WriteEndObject();
    }

    private static void WriteOthers(Utf8JsonWriter writer, IReadOnlyList<UnknownMember> members)
    {
        foreach (var member in members)
            PutOther(writer, new ForeignMember(member.Name.AsString() ?? "", member.Value));
    }

    // What a member of somebody else means is not known, so any place in it may be one on this machine.
    private static void PutOther(Utf8JsonWriter writer, ForeignMember member)
    {
        if (!PlaceText.Tells(member.Name) && !PlaceText.Tells(member.Value))
            OriginalRoot.Put(writer, member);
    }
}
