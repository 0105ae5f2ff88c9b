using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.Steps;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

/// <summary>
/// What lines say besides the conversation. A state that is written again and again is kept as it stood last, events are
/// kept up to a number of them, and what only matters in bulk is counted.
/// </summary>
internal sealed class SessionState
{
    private const int MostEvents = 200;
    private const int MostFiles = 500;
    private const int MostErrorBytes = 1000;

    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _hooks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _attachments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _queue = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _limitations = new(StringComparer.Ordinal);
    private readonly BoundedList<string> _sessions = new(MostEvents, StringComparer.Ordinal);
    private readonly BoundedList<string> _summaries = new(MostEvents, StringComparer.Ordinal);
    private readonly BoundedList<string> _skills = new(MostEvents, StringComparer.Ordinal);
    private readonly BoundedList<string> _files = new(MostFiles, StringComparer.Ordinal);
    private readonly BoundedList<string> _queued = new(MostEvents, StringComparer.Ordinal);
    private readonly BoundedList<RawJson> _pullRequests = new(MostEvents, EqualityComparer<RawJson>.Default);
    private readonly BoundedList<RawJson> _compactions = new(MostEvents);
    private readonly BoundedList<RawJson> _awaySummaries = new(MostEvents);
    private readonly BoundedList<RawJson> _errors = new(MostEvents);
    private readonly BoundedList<RawJson> _notices = new(MostEvents);
    private readonly Dictionary<string, RawJson> _run = new(StringComparer.Ordinal);
    private int _sessionCount;
    private int _snapshots;
    private int _turns;
    private long _turnMs;

    /// <summary>False when the state already had this value.</summary>
    public bool SetLast(string name, string? value)
    {
        if (value is null || (_last.TryGetValue(name, out var known) && known == value))
            return false;
        _last[name] = value;
        return true;
    }

    public void SetFirst(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _last.TryAdd(name, value);
    }

    /// <summary>Something the run said of itself as a whole.</summary>
    public void SetRun(string name, RawJson value) => _run[name] = value;

    public void AddLimitation(string name) => _limitations.Add(name);

    public void AddSkill(string? name)
    {
        if (!string.IsNullOrEmpty(name))
            _skills.Add(name);
    }

    public void AddSession(string? id)
    {
        if (string.IsNullOrEmpty(id) || !SetLast("session", id))
            return;
        _sessions.Add(id);
        _sessionCount++;
    }

    public void AddHook(string? hookEvent) => Count(_hooks, hookEvent ?? "unknown");

    public void AddAttachment(string kind) => Count(_attachments, kind);

    public void AddSummary(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _summaries.Add(text);
    }

    public void AddQueueOperation(string? operation, string? content)
    {
        Count(_queue, operation ?? "unknown");
        if (operation == "enqueue" && !string.IsNullOrEmpty(content) && content[0] != '<')
            _queued.Add(content);
    }

    public void AddSnapshot(ClaudeCodeLine line)
    {
        _snapshots++;
        foreach (var file in line.TrackedFiles)
            _files.Add(file);
    }

    public void AddTurn(long? milliseconds)
    {
        _turns++;
        _turnMs += Math.Max(0, milliseconds ?? 0);
    }

    public void AddPullRequest(ClaudeCodeLine line) => _pullRequests.Add(RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        JsonWrite.Text(writer, "url"u8, line.Url);
        JsonWrite.Text(writer, "repository"u8, line.Repository);
        if (line.Number is { } number)
            writer.WriteNumber("number"u8, number);
        writer.WriteEndObject();
    }));

    public void AddCompaction(ClaudeCodeLine line, string? trigger) => _compactions.Add(RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        JsonWrite.Text(writer, "trigger"u8, trigger);
        if (line.PreTokens is { } tokens)
            writer.WriteNumber("pre_tokens"u8, tokens);
        if (line.TokensSaved is { } saved)
            writer.WriteNumber("tokens_saved"u8, saved);
        JsonWrite.Text(writer, "timestamp"u8, line.Timestamp);
        writer.WriteEndObject();
    }));

    /// <summary>A compaction a hook reported, with what the hook said of it.</summary>
    public void AddCompaction(RawJson hookData) => _compactions.Add(RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("trigger"u8, "hook"u8);
        foreach (var name in (ReadOnlySpan<string>)["messages_removed", "messages_kept"])
        {
            if (hookData.TryGetMember(Encoding.UTF8.GetBytes(name), out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }));

    public void AddAwaySummary(ClaudeCodeLine line)
    {
        if (!string.IsNullOrEmpty(line.Text))
            _awaySummaries.Add(Note(line, kind: null));
    }

    public void AddNotice(ClaudeCodeLine line) => _notices.Add(Note(line, line.Subtype));

    public void AddError(ClaudeCodeLine line, ReadOnlyMemory<byte> entry) => _errors.Add(RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        JsonWrite.Text(writer, "kind"u8, line.Subtype ?? line.Type);
        JsonWrite.Text(writer, "timestamp"u8, line.Timestamp);
        JsonWrite.Text(writer, "message"u8, line.Text);
        if (line.Error.IsPresent && line.Error.Length <= MostErrorBytes)
        {
            writer.WritePropertyName("error"u8);
            line.Error.Raw(entry).WriteTo(writer);
        }

        writer.WriteEndObject();
    }));

    public RawJson ToMetadata(SubAgents agents) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in _last.Where(static p => p.Key != "session").OrderBy(static p => p.Key, StringComparer.Ordinal))
            JsonWrite.Text(writer, Encoding.UTF8.GetBytes(name), value);
        foreach (var (name, value) in _run.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        if (_sessionCount > 1)
            _sessions.Write(writer, "session_ids", Text);
        WriteEvents(writer);
        WriteCounts(writer);
        WriteAgents(writer, agents);
        JsonWrite.Texts(writer, "capture_limitations"u8, _limitations);
        writer.WriteEndObject();
    });

    private void WriteEvents(Utf8JsonWriter writer)
    {
        _summaries.Write(writer, "summaries", Text);
        _skills.Write(writer, "skills", Text);
        _pullRequests.Write(writer, "pr_links", Raw);
        _compactions.Write(writer, "compaction_events", Raw);
        _awaySummaries.Write(writer, "away_summaries", Raw);
        _errors.Write(writer, "session_errors", Raw);
        _notices.Write(writer, "notices", Raw);
        _queued.Write(writer, "queued_prompts", Text);
    }

    private void WriteCounts(Utf8JsonWriter writer)
    {
        WriteCounts(writer, "hooks", _hooks);
        WriteCounts(writer, "attachments", _attachments);
        WriteCounts(writer, "queue_operations", _queue);
        if (_snapshots > 0)
        {
            writer.WriteStartObject("file_history"u8);
            writer.WriteNumber("snapshots"u8, _snapshots);
            _files.Write(writer, "files", Text);
            writer.WriteEndObject();
        }

        if (_turns > 0)
        {
            writer.WriteStartObject("turn_durations"u8);
            writer.WriteNumber("count"u8, _turns);
            writer.WriteNumber("total_ms"u8, _turnMs);
            writer.WriteEndObject();
        }
    }

    private static void WriteAgents(Utf8JsonWriter writer, SubAgents agents)
    {
        var any = false;
        foreach (var agent in agents.All)
        {
            if (agent.AgentId is null)
                continue;
            if (!any)
                writer.WriteStartArray("subagents"u8);
            any = true;
            writer.WriteStartObject();
            JsonWrite.Text(writer, "agent_id"u8, agent.AgentId);
            JsonWrite.Text(writer, "role"u8, agent.Role);
            JsonWrite.Text(writer, "tool_call_id"u8, agent.ToolCallId);
            writer.WriteNumber("step"u8, agent.StepIndex);
            if (agents.HasOwnFile(agent.AgentId))
                writer.WriteBoolean("own_file"u8, true);
            writer.WriteEndObject();
        }

        if (any)
            writer.WriteEndArray();
    }

    private static RawJson Note(ClaudeCodeLine line, string? kind) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        JsonWrite.Text(writer, "kind"u8, kind);
        JsonWrite.Text(writer, "content"u8, line.Text);
        JsonWrite.Text(writer, "timestamp"u8, line.Timestamp);
        writer.WriteEndObject();
    });

    private static void WriteCounts(Utf8JsonWriter writer, string name, SortedDictionary<string, int> counts)
    {
        if (counts.Count == 0)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, count) in counts)
            writer.WriteNumber(key, count);
        writer.WriteEndObject();
    }

    private static void Count(SortedDictionary<string, int> counts, string key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;

    private static void Text(Utf8JsonWriter writer, string value) => JsonText.WriteString(writer, value);

    private static void Raw(Utf8JsonWriter writer, RawJson value) => value.WriteTo(writer);
}
