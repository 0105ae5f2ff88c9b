using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>Tells a rollout by the shape of its first lines.</summary>
internal static class CodexCliDetection
{
    public static bool IsRollout(IReadOnlyList<ProbeObject> objects)
    {
        var isOldHeader = objects.Count > 0 && IsBareHeader(objects[0]);
        foreach (var line in objects)
        {
            if (IsWrapped(line) || IsEnvelope(line))
                return true;
        }

        return isOldHeader && (objects.Count == 1 || objects.Skip(1).Any(IsBareItem));
    }

    private static bool IsWrapped(ProbeObject line) => line.Has("payload")
        && line.Text("type") is "session_meta" or "turn_context" or "response_item" or "event_msg" or "compacted" or "world_state";

    private static bool IsEnvelope(ProbeObject line) =>
        line.Has("session_meta.id") || line.Has("turn_context.cwd") || line.Has("response_item.type") || line.Has("event_msg.type");

    private static bool IsBareHeader(ProbeObject line) =>
        line.HasAll("id", "timestamp") && line.Has("instructions") && !line.Has("type") && !line.Has("role");

    private static bool IsBareItem(ProbeObject line) =>
        line.Text("record_type") == "state"
        || (line.Text("type") is "message" && line.HasAll("role", "content"))
        || line.Text("type") is "reasoning" or "function_call" or "function_call_output" or "local_shell_call";
}
