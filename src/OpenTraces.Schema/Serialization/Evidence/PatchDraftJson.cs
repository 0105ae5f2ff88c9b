using System.Text.Json;

namespace OpenTraces.Schema;

internal static class PatchDraftJson
{
    /// <summary>Reads an object whose members are those of a draft; other members are passed over.</summary>
    public static PatchDraft Read(ref JsonCursor json)
    {
        var members = new PatchMembers();
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (!members.TryRead(ref json))
                json.Skip();
        }

        return members.ToDraft(ref json);
    }

    public static void Write(Utf8JsonWriter writer, PatchDraft value)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>The members alone, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, PatchDraft content)
    {
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
    }
}
