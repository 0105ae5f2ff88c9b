using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>Reads an entry in one pass. What the parser does not use is stepped over; large values are only marked.</summary>
internal sealed class ClaudeCodeEntry : INativeEntry
{
    private readonly NamePool _names = new();
    private readonly ClaudeMessageReader _messages;
    private readonly ClaudeToolResultReader _results;
    private int _origin;

    public ClaudeCodeEntry(MediaLog media)
    {
        _messages = new ClaudeMessageReader(_names, media);
        _results = new ClaudeToolResultReader(_names);
    }

    /// <summary>The entry read last; the next one takes its place.</summary>
    public ClaudeCodeLine Line { get; } = new();

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        _origin = (int)reader.TokenStartIndex;
        Line.Clear();
        Read(ref reader, buffer, Line);
    }

    private void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        while (JsonRead.NextMember(ref reader))
        {
            if (!ReadEnvelope(ref reader, line) && !ReadContent(ref reader, buffer, line)
                && !ReadState(ref reader, line) && !ReadRun(ref reader, line))
            {
                JsonRead.SkipValue(ref reader);
            }
        }
    }

    private bool ReadEnvelope(ref Utf8JsonReader reader, ClaudeCodeLine line)
    {
        if (JsonRead.IsMember(ref reader, "type"u8))
            line.Type = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "uuid"u8))
            line.Uuid = QuickDigest.ReadId(ref reader);
        else if (JsonRead.IsMember(ref reader, "parentUuid"u8))
            line.ParentUuid = QuickDigest.ReadId(ref reader);
        else if (JsonRead.IsMember(ref reader, "sessionId"u8))
            line.SessionId = JsonRead.Name(ref reader, _names) ?? line.SessionId;
        else if (JsonRead.IsMember(ref reader, "session_id"u8))
            line.SessionId = Earlier(line.SessionId, JsonRead.Name(ref reader, _names));
        else if (JsonRead.IsMember(ref reader, "timestamp"u8))
            line.Timestamp = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "isSidechain"u8))
            line.IsSidechain = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "cwd"u8))
            line.Cwd = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "version"u8) || JsonRead.IsMember(ref reader, "claude_code_version"u8))
            line.Version = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "gitBranch"u8))
            line.GitBranch = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "slug"u8))
            line.Slug = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "agentId"u8))
            line.AgentId = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "requestId"u8))
            line.RequestId = QuickDigest.ReadId(ref reader);
        else
            return false;
        return true;
    }

    /// <summary>Takes both, so that the value is read whichever counts.</summary>
    private static string? Earlier(string? earlier, string? later) => earlier ?? later;

    private bool ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        if (JsonRead.IsMember(ref reader, "message"u8))
            ReadMessage(ref reader, buffer, line);
        else if (JsonRead.IsMember(ref reader, "toolUseResult"u8) || JsonRead.IsMember(ref reader, "tool_use_result"u8))
            line.ToolUseResult = _results.Read(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "data"u8))
            ReadData(ref reader, buffer, line);
        else if (JsonRead.IsMember(ref reader, "attachment"u8))
            ReadAttachment(ref reader, buffer, line);
        else if (JsonRead.IsMember(ref reader, "content"u8) || JsonRead.IsMember(ref reader, "summary"u8))
            line.Text = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "isMeta"u8))
            line.IsMeta = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "isCompactSummary"u8))
            line.IsCompactSummary = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "isApiErrorMessage"u8))
            line.IsApiErrorMessage = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "parentToolUseID"u8) || JsonRead.IsMember(ref reader, "parent_tool_use_id"u8))
            line.ParentToolUseId = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "sourceToolUseID"u8))
            line.SourceToolUseId = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "sourceToolAssistantUUID"u8))
            line.SourceAssistantUuid = QuickDigest.ReadId(ref reader);
        else if (JsonRead.IsMember(ref reader, "origin"u8))
            line.OriginKind = MemberText(ref reader, "kind"u8);
        else if (JsonRead.IsMember(ref reader, "loglines"u8))
            ReadDocument(ref reader, buffer, line);
        else
            return false;
        return true;
    }

    private bool ReadState(ref Utf8JsonReader reader, ClaudeCodeLine line)
    {
        if (JsonRead.IsMember(ref reader, "subtype"u8))
            line.Subtype = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "permissionMode"u8))
            line.PermissionMode = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "mode"u8) || JsonRead.IsMember(ref reader, "aiTitle"u8)
            || JsonRead.IsMember(ref reader, "customTitle"u8) || JsonRead.IsMember(ref reader, "agentName"u8)
            || JsonRead.IsMember(ref reader, "lastPrompt"u8) || JsonRead.IsMember(ref reader, "bridgeSessionId"u8)
            || JsonRead.IsMember(ref reader, "relocatedCwd"u8) || JsonRead.IsMember(ref reader, "frameUrl"u8)
            || JsonRead.IsMember(ref reader, "atis"u8))
            line.State = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "worktreeSession"u8))
            line.Data = JsonSlice.Mark(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "operation"u8))
            line.Operation = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "event"u8))
            line.HookEvent = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "prRepository"u8))
            line.Repository = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "prNumber"u8))
            line.Number = JsonRead.Integer(ref reader);
        else if (JsonRead.IsMember(ref reader, "prUrl"u8) || JsonRead.IsMember(ref reader, "url"u8))
            line.Url = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "snapshot"u8))
            ReadSnapshot(ref reader, line);
        else if (JsonRead.IsMember(ref reader, "trackingPath"u8))
            AddText(ref reader, line.TrackedFiles);
        else
            return false;
        return true;
    }

    private bool ReadRun(ref Utf8JsonReader reader, ClaudeCodeLine line)
    {
        if (JsonRead.IsMember(ref reader, "compactMetadata"u8) || JsonRead.IsMember(ref reader, "compact_metadata"u8)
            || JsonRead.IsMember(ref reader, "microcompactMetadata"u8))
            ReadCompaction(ref reader, line);
        else if (JsonRead.IsMember(ref reader, "durationMs"u8) || JsonRead.IsMember(ref reader, "duration_ms"u8))
            line.DurationMs = JsonRead.Integer(ref reader);
        else if (JsonRead.IsMember(ref reader, "error"u8) || JsonRead.IsMember(ref reader, "errors"u8)
            || JsonRead.IsMember(ref reader, "apiRefusalExplanation"u8))
            line.Error = JsonSlice.Mark(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "model"u8))
            line.Model = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "tools"u8))
            line.Tools = JsonSlice.Mark(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "mcp_servers"u8))
            line.McpServers = JsonSlice.Mark(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "total_cost_usd"u8) || JsonRead.IsMember(ref reader, "costUSD"u8))
            line.CostUsd = JsonRead.Number(ref reader);
        else if (JsonRead.IsMember(ref reader, "num_turns"u8))
            line.Turns = JsonRead.Integer(ref reader);
        else if (JsonRead.IsMember(ref reader, "stop_reason"u8))
            line.StopReason = JsonRead.Name(ref reader, _names);
        else if (JsonRead.IsMember(ref reader, "model_usage"u8) || JsonRead.IsMember(ref reader, "modelUsage"u8))
            line.ModelUsage = JsonSlice.Mark(ref reader, _origin);
        else if (JsonRead.IsMember(ref reader, "permission_denials"u8))
            line.PermissionDenials = JsonSlice.Mark(ref reader, _origin);
        else
            return false;
        return true;
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        line.HasMessage = true;
        line.IsMessageNull = reader.TokenType == JsonTokenType.Null;
        line.Message = null;
        if (JsonRead.IsObject(ref reader))
            _messages.Read(ref reader, buffer, line.StartMessage());
    }

    /// <summary>A progress line's data; a hook's is only marked.</summary>
    private void ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        var start = (int)reader.TokenStartIndex;
        if (!JsonRead.IsObject(ref reader))
            return;
        string? agentId = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "type"u8))
                line.InnerType = JsonRead.Name(ref reader, _names);
            else if (JsonRead.IsMember(ref reader, "hookEvent"u8))
                line.HookEvent = JsonRead.Name(ref reader, _names);
            else if (JsonRead.IsMember(ref reader, "agentId"u8))
                agentId = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "message"u8) && JsonRead.IsObject(ref reader))
                Read(ref reader, buffer, line.Inner = new ClaudeCodeLine());
            else if (reader.TokenType == JsonTokenType.PropertyName)
                JsonRead.SkipValue(ref reader);
        }

        line.Data = new JsonSlice(start - _origin, (int)reader.BytesConsumed - start);
        if (line.Inner is not null)
            line.Inner.AgentId = agentId;
    }

    private void ReadAttachment(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        var start = (int)reader.TokenStartIndex;
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "type"u8))
                line.InnerType = JsonRead.Name(ref reader, _names);
            else if (JsonRead.IsMember(ref reader, "hookEvent"u8))
                line.HookEvent = JsonRead.Name(ref reader, _names);
            else if (JsonRead.IsMember(ref reader, "prompt"u8))
                _messages.ReadContent(ref reader, buffer, line.Prompt);
            else if (JsonRead.IsMember(ref reader, "isMeta"u8))
                line.IsMeta |= JsonRead.Flag(ref reader) ?? false;
            else if (JsonRead.IsMember(ref reader, "origin"u8))
                line.OriginKind = MemberText(ref reader, "kind"u8);
            else
                JsonRead.SkipValue(ref reader);
        }

        line.Data = new JsonSlice(start - _origin, (int)reader.BytesConsumed - start);
    }

    private static void ReadCompaction(ref Utf8JsonReader reader, ClaudeCodeLine line)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "trigger"u8))
                line.Trigger = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "preTokens"u8) || JsonRead.IsMember(ref reader, "pre_tokens"u8))
                line.PreTokens = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "tokensSaved"u8))
                line.TokensSaved = JsonRead.Integer(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }
    }

    private static void ReadSnapshot(ref Utf8JsonReader reader, ClaudeCodeLine line)
    {
        if (!JsonRead.IsObject(ref reader))
            return;
        while (JsonRead.NextMember(ref reader))
        {
            if (!JsonRead.IsMember(ref reader, "trackedFileBackups"u8))
            {
                JsonRead.SkipValue(ref reader);
                continue;
            }

            if (!JsonRead.IsObject(ref reader))
                continue;
            while (JsonRead.NextMember(ref reader))
            {
                line.TrackedFiles.Add(Schema.JsonText.ReadString(ref reader));
                JsonRead.SkipValue(ref reader);
            }
        }
    }

    private void ReadDocument(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, ClaudeCodeLine line)
    {
        if (!JsonRead.IsArray(ref reader))
            return;
        var lines = line.Document = [];
        while (JsonRead.NextItem(ref reader))
        {
            if (!JsonRead.IsObject(ref reader))
                continue;
            var inner = new ClaudeCodeLine();
            Read(ref reader, buffer, inner);
            lines.Add(inner);
        }
    }

    private static string? MemberText(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? text = null;
        if (!JsonRead.IsObject(ref reader))
            return null;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, name))
                text = JsonRead.Text(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return text;
    }

    private static void AddText(ref Utf8JsonReader reader, List<string> texts)
    {
        if (JsonRead.Text(ref reader) is { Length: > 0 } text)
            texts.Add(text);
    }
}
