using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.State;

/// <summary>Takes the lines that are no part of the conversation: states, events, attachments, the frame of a run.</summary>
internal sealed class StateLines(SessionState state, SessionFacts facts)
{
    private static readonly HashSet<string> Attachments = new(StringComparer.Ordinal)
    {
        "agent_listing_delta", "auto_mode", "batching_reminder_sent", "budget_usd", "command_permissions",
        "compact_file_reference", "date_change", "deferred_tools_delta", "diagnostics", "directory", "dynamic_skill",
        "edited_text_file", "file", "goal_status", "hook_additional_context", "hook_blocking_error", "hook_cancelled",
        "hook_non_blocking_error", "hook_success", "hook_system_message", "invoked_skills", "mcp_instructions_delta",
        "nested_memory", "opened_file_in_ide", "plan_mode", "plan_mode_exit", "queued_command", "read_truncation_notice",
        "selected_lines_in_ide", "silent_turn_reminder", "skill_listing", "task_reminder", "task_status",
        "todo_reminder", "total_tokens_reminder", "ultra_effort_enter", "ultra_effort_exit",
    };

    private List<RawJson> _tools = [];

    private static EntryOutcome Carried => new(EntryFate.Carried);

    public IReadOnlyList<RawJson> Tools => _tools;

    /// <summary>Null when the type is none this parser knows.</summary>
    public EntryOutcome? Take(ClaudeCodeLine line, ReadOnlyMemory<byte> entry) => line.Type switch
    {
        "system" => TakeSystem(line, entry),
        "attachment" => TakeAttachment(line),
        "summary" => TakeSummary(line),
        "file-history-snapshot" or "file-history-delta" or "queue-operation" or "pr-link" or "worktree-state" or "opentraces_hook" =>
            TakeEvent(line, entry),
        "permission-mode" => Last("permission_mode", line.PermissionMode),
        "mode" => Last("mode", line.State),
        "ai-title" => Last("title", line.State),
        "custom-title" => Last("custom_title", line.State),
        "agent-name" => Last("agent_name", line.State),
        "last-prompt" => Last("last_prompt", line.State),
        "bridge-session" => Last("bridge_session_id", line.State),
        "relocated" => Last("relocated_cwd", line.State),
        "frame-link" => Last("frame_url", line.State),
        "atis-latch" => Last("atis", line.State),
        "started" or "result" => TakeRun(line, entry),
        _ => null,
    };

    private EntryOutcome TakeEvent(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        switch (line.Type)
        {
            case "queue-operation":
                state.AddQueueOperation(line.Operation, line.Text);
                break;
            case "pr-link":
                state.AddPullRequest(line);
                break;
            case "worktree-state":
                state.SetRun("worktree", line.Data.Raw(entry));
                break;
            case "opentraces_hook":
                TakeHook(line, entry);
                break;
            default:
                state.AddSnapshot(line);
                break;
        }

        return Carried;
    }

    private EntryOutcome? TakeSystem(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        switch (line.Subtype)
        {
            case "stop_hook_summary":
                state.AddHook("Stop");
                break;
            case "turn_duration":
                state.AddTurn(line.DurationMs);
                break;
            case "compact_boundary":
                state.SetRun("is_compacted", RawJson.FromTrusted("true"u8.ToArray()));
                state.AddCompaction(line, line.Trigger);
                break;
            case "microcompact_boundary":
                state.AddCompaction(line, "micro");
                break;
            case "away_summary":
                state.AddAwaySummary(line);
                break;
            case "api_error" or "error" or "api_refusal" or "model_refusal_fallback":
                state.AddError(line, entry);
                break;
            case "init":
                TakeInit(line, entry);
                break;
            case null or "local_command" or "bridge_status" or "session_start" or "post_turn_summary":
                state.AddNotice(line);
                break;
            default:
                return null;
        }

        return Carried;
    }

    private EntryOutcome? TakeAttachment(ClaudeCodeLine line)
    {
        if (line.InnerType is not { } kind || !Attachments.Contains(kind))
            return null;
        state.AddAttachment(kind);
        if (kind.StartsWith("hook_", StringComparison.Ordinal))
            state.AddHook(line.HookEvent);
        return Carried;
    }

    private EntryOutcome TakeSummary(ClaudeCodeLine line)
    {
        state.AddSummary(line.Text ?? line.Message?.Blocks.FirstOrDefault()?.Text);
        return Carried;
    }

    private void TakeInit(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        facts.AnnouncedModel ??= line.Model;
        state.SetFirst("permission_mode", line.PermissionMode);
        if (line.McpServers.IsPresent)
            state.SetRun("mcp_servers", line.McpServers.Raw(entry));
        if (_tools.Count == 0 && line.Tools.IsPresent)
            _tools = ToolList.Read(line.Tools.Raw(entry));
    }

    private EntryOutcome? TakeRun(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        // Lines of a background task carry these types too, with no subtype.
        if (line.Type == "started" || line.Subtype is null)
        {
            state.AddQueueOperation(line.Type, content: null);
            return Carried;
        }

        facts.TakeOutcome(line.Subtype, line.StopReason);
        state.SetLast("stop_reason", line.StopReason);
        SetNumber("num_turns", line.Turns);
        SetNumber("duration_ms", line.DurationMs);
        facts.TakeRunCost(line.CostUsd);
        if (line.CostUsd is { } cost)
            state.SetRun("total_cost_usd", RawJson.Build(writer => writer.WriteNumberValue(cost)));
        if (line.ModelUsage.IsPresent)
            state.SetRun("model_usage", line.ModelUsage.Raw(entry));
        if (line.PermissionDenials.IsPresent)
            state.SetRun("permission_denials", line.PermissionDenials.Raw(entry));
        if (line.Subtype.StartsWith("error", StringComparison.Ordinal))
            state.AddError(line, entry);
        return Carried;
    }

    private void TakeHook(ClaudeCodeLine line, ReadOnlyMemory<byte> entry)
    {
        state.AddHook(line.HookEvent);
        var data = line.Data.Raw(entry);
        if (line.HookEvent == "PostCompact")
            state.AddCompaction(data);
        if (line.HookEvent != "Stop")
            return;
        state.SetFirst("permission_mode", data.GetString("permission_mode"u8));
        if (data.TryGetMember("git"u8, out var git) && git.GetString("sha"u8) is { Length: > 0 } sha)
        {
            facts.BaseCommit = sha;
            state.SetRun("hook_git_final", git);
        }
    }

    private void SetNumber(string name, long? value)
    {
        if (value is { } number)
            state.SetRun(name, RawJson.Build(writer => writer.WriteNumberValue(number)));
    }

    private EntryOutcome Last(string name, string? value) => state.SetLast(name, value)
        ? Carried
        : new EntryOutcome(EntryFate.Ignored, value is null ? "state_empty" : "state_repeated");
}
