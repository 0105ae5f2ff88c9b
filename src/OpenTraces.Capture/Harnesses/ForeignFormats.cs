using System.Text.Unicode;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses;

/// <summary>Names the formats that are not read, by what stands in the file.</summary>
internal static class ForeignFormats
{
    private static readonly (string Name, Func<ProbeObject, bool> Matches)[] Table =
    [
        ("atif", static o => o.Text("schema_version")?.StartsWith("ATIF", StringComparison.Ordinal) == true),
        ("qwen-code", static o => o.HasAll("uuid", "sessionId")
            && (o.Has("message.parts") || o.Has("systemPayload") || o.Has("provenance"))),
        ("gemini-cli", static o => o.HasAll("sessionId", "projectHash") || o.HasAll("history", "meta.model")
            || (o.Text("type") == "gemini" && o.HasAll("id", "content"))),
        ("copilot-cli", static o => o.Text("type") == "session.start" && o.Has("data.producer")),
        ("copilot-chat", static o => o.HasAll("kind", "v")),
        ("droid", static o => o.Text("type") == "session_start" || o.Has("autonomyMode")
            || (o.Has("timestamp") && (o.Has("session_id") || o.Has("sessionId"))
                && (o.HasAll("role", "text") || o.Has("toolCallId") || o.HasAll("toolId", "toolName")))),
        ("windsurf", static o => o.Has("status") && o.Text("type") is { } type && o.Has(type)),
        ("antigravity", static o => o.HasAll("step_index", "source", "status")),
        ("amp", static o => o.HasAll("v", "id", "messages") && o.Text("id")?.StartsWith("T-", StringComparison.Ordinal) == true),
        ("continue", static o => o.HasAll("sessionId", "history", "workspaceDirectory")),
        ("kimi", static o => o.HasAll("type", "protocol_version") || o.HasAll("agents.main", "isCustomTitle")),
        ("grok", static o => o.HasAll("session_summary", "num_messages") || (o.Text("type") == "system"
            && o.Text("content")?.StartsWith("You are Grok", StringComparison.Ordinal) == true)),
        ("hermes", static o => o.HasAll("session_id", "session_start", "platform") || o.Text("role") == "session_meta"),
        ("opencode", static o => o.HasAll("info.id", "info.slug") || o.HasAll("id", "sessionID") || o.HasAll("id", "messageID")
            || o.HasAll("id", "projectID", "directory") || (o.HasAll("id", "type", "text", "time.start") && o.Count == 4)),
        ("claude-code-history", static o => o.HasAll("display", "pastedContents")),
        ("claude-code-agent-meta", static o => o.Has("agentType") && (o.Has("spawnDepth") || o.Has("toolUseId"))),
        ("codex-cli-history", static o => o.HasAll("session_id", "ts", "text")),
        ("cursor", static o => o.HasAll("role", "message.content") && !o.Has("type")),
    ];

    /// <summary>What the bytes say before anything is read: <c>empty</c>, a compression; null when they say nothing.</summary>
    public static string? NameBytes(ReadOnlySpan<byte> header, bool isWhole)
    {
        if (isWhole && header.IndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0)
            return "empty";
        if (header.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return "zstd";
        return header.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) ? "gzip" : null;
    }

    /// <summary>The format of a file that no parser reads.</summary>
    public static string Name(HarnessProbe probe)
    {
        var objects = ProbeScan.Objects(probe);
        foreach (var (name, matches) in Table)
        {
            if (objects.Any(matches))
                return name;
        }

        if (objects.Count > 0)
            return "json";
        if (IsBinary(probe.Header, probe.IsWhole))
            return "binary";
        return Path.GetExtension(probe.FileName).ToLowerInvariant() switch
        {
            ".md" or ".markdown" => "markdown",
            ".py" => "python",
            _ => "unknown",
        };
    }

    private static bool IsBinary(ReadOnlySpan<byte> header, bool isWhole)
    {
        if (header.Contains((byte)0))
            return true;
        // A probe that is cut may end inside a character.
        for (var cut = 0; cut < (isWhole ? 1 : 4) && cut <= header.Length; cut++)
        {
            if (Utf8.IsValid(header[..^cut]))
                return false;
        }

        return true;
    }
}
