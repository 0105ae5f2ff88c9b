using System.Text.Json;

namespace OpenTraces.Schema;

internal static class PatchJson
{
    public static Patch Read(ref JsonCursor json)
    {
        string? patchId = null, filePath = null, toolCallId = null, snapshotBeforeId = null, snapshotAfterId = null;
        int? stepIndex = null;
        IReadOnlyList<string> captureMethod = [], supersededBy = [], limitations = [];
        GitAnchor? anchor = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("patch_id"u8)) patchId = json.ReadText();
            else if (json.Is("file_path"u8)) filePath = json.ReadText();
            else if (json.Is("step_index"u8)) stepIndex = json.ReadInt();
            else if (json.Is("tool_call_id"u8)) toolCallId = json.ReadText();
            else if (json.Is("capture_method"u8)) captureMethod = JsonInput.ReadTexts(ref json);
            else if (json.Is("snapshot_before_id"u8)) snapshotBeforeId = json.ReadText();
            else if (json.Is("snapshot_after_id"u8)) snapshotAfterId = json.ReadText();
            else if (json.Is("anchor"u8)) anchor = json.TokenType == JsonTokenType.Null ? null : GitAnchorJson.Read(ref json);
            else if (json.Is("superseded_by"u8)) supersededBy = JsonInput.ReadTexts(ref json);
            else if (json.Is("limitations"u8)) limitations = JsonInput.ReadTexts(ref json);
            else json.Keep(ref unknown);
        }

        return new Patch
        {
            PatchId = json.Require(patchId, "patch_id"),
            FilePath = json.Require(filePath, "file_path"),
            StepIndex = stepIndex,
            ToolCallId = toolCallId,
            CaptureMethod = captureMethod,
            SnapshotBeforeId = snapshotBeforeId,
            SnapshotAfterId = snapshotAfterId,
            Anchor = anchor,
            SupersededBy = supersededBy,
            Limitations = limitations,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Patch value)
    {
        writer.WriteStartObject();
        writer.WriteText("patch_id"u8, value.PatchId);
        writer.WriteText("file_path"u8, value.FilePath);
        writer.WriteWhole("step_index"u8, value.StepIndex);
        writer.WriteText("tool_call_id"u8, value.ToolCallId);
        writer.WriteTexts("capture_method"u8, value.CaptureMethod);
        writer.WriteText("snapshot_before_id"u8, value.SnapshotBeforeId);
        writer.WriteText("snapshot_after_id"u8, value.SnapshotAfterId);
        writer.WriteObjectOrNull("anchor"u8, value.Anchor, GitAnchorJson.Write);
        writer.WriteTexts("superseded_by"u8, value.SupersededBy);
        writer.WriteTexts("limitations"u8, value.Limitations);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
