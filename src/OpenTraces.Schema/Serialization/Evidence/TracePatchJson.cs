using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TracePatchJson
{
    public static TracePatch Read(ref JsonCursor json)
    {
        string? patchId = null, filePath = null, oldPath = null, toolCallId = null, workingDirectory = null,
            timestamp = null, captureMethod = null;
        int? ordinal = null, stepIndex = null, oldStart = null, newStart = null;
        TraceId? traceId = null;
        var kind = PatchKind.Modify;
        IReadOnlyList<string> removed = [], added = [], limitations = [];
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("patch_id"u8)) patchId = json.ReadText();
            else if (json.Is("trace_id"u8)) traceId = ReadTraceId(ref json);
            else if (json.Is("ordinal"u8)) ordinal = json.ReadInt();
            else if (json.Is("file_path"u8)) filePath = json.ReadText();
            else if (json.Is("old_path"u8)) oldPath = json.ReadText();
            else if (json.Is("kind"u8)) kind = PatchKindJson.Read(ref json);
            else if (json.Is("tool_call_id"u8)) toolCallId = json.ReadText();
            else if (json.Is("step_index"u8)) stepIndex = json.ReadInt();
            else if (json.Is("working_directory"u8)) workingDirectory = json.ReadText();
            else if (json.Is("timestamp"u8)) timestamp = json.ReadText();
            else if (json.Is("old_start"u8)) oldStart = json.ReadInt();
            else if (json.Is("new_start"u8)) newStart = json.ReadInt();
            else if (json.Is("removed"u8)) removed = JsonInput.ReadTexts(ref json);
            else if (json.Is("added"u8)) added = JsonInput.ReadTexts(ref json);
            else if (json.Is("capture_method"u8)) captureMethod = json.ReadText();
            else if (json.Is("limitations"u8)) limitations = JsonInput.ReadTexts(ref json);
            else json.Skip();
        }

        return new TracePatch
        {
            PatchId = json.Require(patchId, "patch_id"),
            TraceId = json.Require(traceId, "trace_id"),
            Ordinal = json.Require(ordinal, "ordinal"),
            Content = new PatchDraft
            {
                FilePath = json.Require(filePath, "file_path"),
                OldPath = oldPath,
                Kind = kind,
                ToolCallId = json.Require(toolCallId, "tool_call_id"),
                StepIndex = json.Require(stepIndex, "step_index"),
                WorkingDirectory = workingDirectory,
                Timestamp = timestamp,
                OldStart = oldStart,
                NewStart = newStart,
                Removed = removed,
                Added = added,
                CaptureMethod = captureMethod ?? "transcript",
                Limitations = limitations,
            },
        };
    }

    public static void Write(Utf8JsonWriter writer, TracePatch value)
    {
        var content = value.Content;
        writer.WriteStartObject();
        writer.WriteText("patch_id"u8, value.PatchId);
        writer.WriteText("trace_id"u8, value.TraceId.ToString());
        writer.WriteWhole("ordinal"u8, value.Ordinal);
        writer.WriteText("file_path"u8, content.FilePath);
        writer.WriteText("old_path"u8, content.OldPath);
        writer.WriteText("kind"u8, PatchKindJson.Name(content.Kind));
        writer.WriteText("tool_call_id"u8, content.ToolCallId);
        writer.WriteWhole("step_index"u8, content.StepIndex);
        writer.WriteText("working_directory"u8, content.WorkingDirectory);
        writer.WriteText("timestamp"u8, content.Timestamp);
        writer.WriteWhole("old_start"u8, content.OldStart);
        writer.WriteWhole("new_start"u8, content.NewStart);
        writer.WriteTexts("removed"u8, content.Removed);
        writer.WriteTexts("added"u8, content.Added);
        writer.WriteText("capture_method"u8, content.CaptureMethod);
        writer.WriteTexts("limitations"u8, content.Limitations);
        writer.WriteEndObject();
    }

    private static TraceId? ReadTraceId(ref JsonCursor json)
    {
        if (json.ReadText() is not { } text)
            return null;
        return TraceId.TryParse(text, out var id) ? id : throw json.Expected("a UUID");
    }
}
