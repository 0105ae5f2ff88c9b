using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TracePatchJson
{
    public static TracePatch Read(ref JsonCursor json)
    {
        string? patchId = null;
        int? ordinal = null;
        TraceId? traceId = null;
        var members = new PatchMembers();
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("patch_id"u8)) patchId = json.ReadText();
            else if (json.Is("trace_id"u8)) traceId = ReadTraceId(ref json);
            else if (json.Is("ordinal"u8)) ordinal = json.ReadInt();
            else if (!members.TryRead(ref json)) json.Skip();
        }

        return new TracePatch
        {
            PatchId = json.Require(patchId, "patch_id"),
            TraceId = json.Require(traceId, "trace_id"),
            Ordinal = json.Require(ordinal, "ordinal"),
            Content = members.ToDraft(ref json),
        };
    }

    public static void Write(Utf8JsonWriter writer, TracePatch value)
    {
        writer.WriteStartObject();
        writer.WriteText("patch_id"u8, value.PatchId);
        writer.WriteText("trace_id"u8, value.TraceId.ToString());
        writer.WriteWhole("ordinal"u8, value.Ordinal);
        PatchDraftJson.WriteMembers(writer, value.Content);
        writer.WriteEndObject();
    }

    private static TraceId? ReadTraceId(ref JsonCursor json)
    {
        if (json.ReadText() is not { } text)
            return null;
        return TraceId.TryParse(text, out var id) ? id : throw json.Expected("a UUID");
    }
}
