using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Events that tell more of a call, and events that tell of the session.</summary>
internal sealed class CodexCliEvents(CodexCliSession session, CodexCliSteps steps)
{
    /// <summary>Null when the event is of no known kind.</summary>
    public Fate? Take(CodexCliLine line)
    {
        switch (line.Kind)
        {
            case "task_started" or "task_complete" or "turn.completed":
                steps.EndStep();
                return new Fate(EntryFate.Ignored, "turn_marker");
            case "turn_aborted":
                steps.EndStep();
                session.AddAbort();
                return new Fate(EntryFate.Carried);
            case "exec_command_end" or "patch_apply_end" or "mcp_tool_call_end" or "dynamic_tool_call_response":
                return Detail(line);
            case "collab_agent_spawn_end" or "sub_agent_activity":
                return Spawned(line);
            case "thread_name_updated":
                session.Rename(line.Payload!.Value);
                return new Fate(EntryFate.Carried);
            case "exited_review_mode":
                session.AddReview(line.Payload!.Value);
                return new Fate(EntryFate.Carried);
            case "error":
                session.AddError(line.Payload!.Value);
                return new Fate(EntryFate.Carried);
            case "context_compacted":
                return new Fate(EntryFate.Ignored, "compaction_marker");
            case "web_search_begin" or "web_search_end" or "mcp_tool_call_begin" or "exec_command_begin" or "patch_apply_begin"
                or "exec_command_output_delta" or "dynamic_tool_call_request" or "view_image_tool_call" or "image_generation_end"
                or "collab_agent_interaction_end" or "collab_waiting_end" or "collab_close_end" or "item_completed"
                or "agent_reasoning_raw_content" or "agent_reasoning_section_break" or "plan_update" or "turn_diff":
                return new Fate(EntryFate.Ignored, "display_duplicate");
            case "thread_settings_applied" or "entered_review_mode" or "guardian_assessment" or "thread_goal_updated"
                or "undo_completed" or "account/rateLimits/updated" or "session_configured" or "background_event"
                or "stream_error" or "warning" or "thread_rolled_back" or "codex/event/raw_item":
                return new Fate(EntryFate.Ignored, "harness_state");
            default:
                return null;
        }
    }

    private Fate Detail(CodexCliLine line)
    {
        var calls = steps.Find(line.CallId);
        if (calls.Count == 0)
            return new Fate(EntryFate.Ignored, "detail_without_call");
        foreach (var call in calls)
        {
            call.Pending.DurationMs = line.DurationMs ?? call.Pending.DurationMs;
            if (line.Kind == "patch_apply_end" && line.Success != false)
                call.Changes = line.Detail;
            call.HasFailed |= line.Success == false || (line.Kind == "mcp_tool_call_end" && HasFailed(line.Detail));
        }

        return new Fate(EntryFate.Folded);
    }

    private Fate Spawned(CodexCliLine line)
    {
        var calls = steps.Find(line.CallId);
        if (calls.Count == 0 || line.NewThreadId is not { Length: > 0 } thread)
            return new Fate(EntryFate.Ignored, "display_duplicate");
        foreach (var call in calls)
            call.SpawnedThread = thread;
        session.AddSpawned(line.CallId!, thread);
        return new Fate(EntryFate.Folded);
    }

    /// <summary><c>{Err: ...}</c>, or <c>{Ok: {isError: true}}</c>.</summary>
    private static bool HasFailed(RawJson? result) => result is { } value
        && (value.TryGetMember("Err"u8, out _)
            || (value.TryGetMember("Ok"u8, out var ok) && ok.TryGetMember("isError"u8, out var flag) && flag.Kind == JsonValueKind.True));
}
