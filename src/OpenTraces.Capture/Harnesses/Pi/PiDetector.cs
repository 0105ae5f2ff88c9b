using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>
/// Tells Pi's sessions by their content: a header, or, where a file was cut or the header stands elsewhere, an entry of a
/// shape only Pi writes. Droid's files look alike but open with <c>session_start</c> and have none of these shapes.
/// </summary>
internal static class PiDetector
{
    public static bool IsSession(IReadOnlyList<ProbeObject> objects)
    {
        foreach (var item in objects)
        {
            switch (item.Text("type"))
            {
                case "session_start":
                    return false;
                case PiTypes.Session when item.Text("id") is not null && (item.Has("cwd") || item.Has("timestamp")):
                case PiTypes.Message when IsMessage(item):
                case PiTypes.ModelChange when item.HasAll("provider", "modelId"):
                case PiTypes.ThinkingLevelChange when item.Has("thinkingLevel"):
                case PiTypes.Compaction when item.Has("tokensBefore"):
                case PiTypes.BashExecution when item.HasAll("command", "exitCode"):
                    return true;
            }
        }

        return false;
    }

    private static bool IsMessage(ProbeObject item) => item.Text("message.role") switch
    {
        "toolResult" => item.Has("message.toolCallId"),
        "bashExecution" => item.Has("message.command"),
        "assistant" => item.HasAll("message.provider", "message.model") || item.Has("message.stopReason"),
        "user" => item.Has("message.timestamp") && item.Text("message.timestamp") is null,
        _ => false,
    };
}
