using System.Text.Json;

namespace OpenTraces.Schema;

internal static class CallChangesJson
{
    public static CallChanges Read(ref JsonCursor json)
    {
        string? agent = null, sessionId = null, toolCallId = null, commit = null, tree = null;
        IReadOnlyList<PatchDraft> patches = [];
        IReadOnlyList<string> limitations = [];
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("agent"u8)) agent = json.ReadText();
            else if (json.Is("session_id"u8)) sessionId = json.ReadText();
            else if (json.Is("tool_call_id"u8)) toolCallId = json.ReadText();
            else if (json.Is("commit"u8)) commit = json.ReadText();
            else if (json.Is("tree"u8)) tree = json.ReadText();
            else if (json.Is("patches"u8)) patches = JsonInput.ReadList(ref json, PatchDraftJson.Read);
            else if (json.Is("limitations"u8)) limitations = JsonInput.ReadTexts(ref json);
            else json.Skip();
        }

        return new CallChanges
        {
            Agent = json.Require(agent, "agent"),
            SessionId = json.Require(sessionId, "session_id"),
            ToolCallId = json.Require(toolCallId, "tool_call_id"),
            Commit = commit,
            Tree = tree,
            Patches = patches,
            Limitations = limitations,
        };
    }

    public static void Write(Utf8JsonWriter writer, CallChanges value)
    {
        writer.WriteStartObject();
        writer.WriteText("agent"u8, value.Agent);
        writer.WriteText("session_id"u8, value.SessionId);
        writer.WriteText("tool_call_id"u8, value.ToolCallId);
        writer.WriteText("commit"u8, value.Commit);
        writer.WriteText("tree"u8, value.Tree);
        writer.WriteStartArray("patches"u8);
        foreach (var patch in value.Patches)
            PatchDraftJson.Write(writer, patch);
        writer.WriteEndArray();
        writer.WriteTexts("limitations"u8, value.Limitations);
        writer.WriteEndObject();
    }
}
