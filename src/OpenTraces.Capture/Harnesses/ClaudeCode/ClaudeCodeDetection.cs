using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>Knows a session by the shapes of its lines. Other harnesses use the same names for other shapes.</summary>
internal static class ClaudeCodeDetection
{
    public static bool IsSession(HarnessProbe probe)
    {
        var any = false;
        foreach (var line in ProbeScan.Objects(probe))
        {
            if (IsForeign(line))
                return false;
            any |= IsLine(line);
        }

        return any;
    }

    /// <summary>Shapes this harness never writes: Qwen's message parts, Codex's payloads, Pi's and Copilot's parents, Gemini's chats.</summary>
    private static bool IsForeign(ProbeObject line) =>
        line.Has("message.parts") || line.Has("systemPayload") || line.Has("payload") || line.Has("parentId")
        || line.Has("projectHash") || line.Text("type") is "gemini" or "session_meta" or "tool_call" or "completion";

    private static bool IsLine(ProbeObject line) => line.Text("type") switch
    {
        "user" or "assistant" => IsMessage(line),
        "system" => line.Has("subtype") && line.Has("uuid"),
        "attachment" => line.HasAll("attachment", "uuid"),
        "progress" => line.HasAll("data", "uuid"),
        "result" => line.HasAll("subtype", "session_id"),
        "summary" => line.HasAll("summary", "leafUuid"),
        "file-history-snapshot" => line.HasAll("messageId", "snapshot"),
        "file-history-delta" => line.HasAll("messageId", "trackingPath"),
        "queue-operation" => line.HasAll("operation", "sessionId"),
        "pr-link" => line.HasAll("prUrl", "sessionId"),
        "permission-mode" => line.HasAll("permissionMode", "sessionId"),
        "mode" => line.HasAll("mode", "sessionId"),
        "ai-title" => line.HasAll("aiTitle", "sessionId"),
        "custom-title" => line.HasAll("customTitle", "sessionId"),
        "agent-name" => line.HasAll("agentName", "sessionId"),
        "last-prompt" => line.Has("sessionId"),
        "bridge-session" => line.HasAll("bridgeSessionId", "sessionId"),
        "worktree-state" => line.HasAll("worktreeSession", "sessionId"),
        null => IsUntyped(line),
        _ => false,
    };

    private static bool IsMessage(ProbeObject line) => line.Has("message")
        && (line.Has("message.content") || line.HasAll("uuid", "sessionId") || line.HasAll("parentUuid", "sessionId"));

    /// <summary>A usage exporter's line, a document with all lines, or a line so long that its type is out of sight.</summary>
    private static bool IsUntyped(ProbeObject line) =>
        line.Has("loglines")
        || (line.Text("message.role") == "assistant" && line.HasAll("message.usage", "sessionId", "requestId"))
        || (!line.IsComplete && line.HasAll("parentUuid", "isSidechain", "sessionId"));
}
