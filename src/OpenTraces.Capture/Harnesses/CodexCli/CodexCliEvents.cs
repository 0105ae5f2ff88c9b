using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Events that tell more of a call, and events that tell of the session.</summary>
internal sealed class CodexCliEvents(CodexCliSession session, CodexCliSteps steps)
{
    /// <summary>Null when the event is of no known kind.</summary>
    public EntryOutcome? Take(CodexCliLine line)
    {
        switch (line.Kind)
        {
            case "task_started" or "task_complete" or "turn.completed":
                steps.EndStep();
                return new EntryOutcome(EntryFate.Ignored, "turn_marker");
            case "turn_aborted":
                steps.Abort();
                session.AddAbort();
                return new EntryOutcome(EntryFate.Carried);
            case "exec_command_end" or "patch_apply_end" or "mcp_tool_call_end" or "dynamic_tool_call_response":
                return Detail(line);
            case "collab_agent_spawn_end" or "sub_agent_activity":
                return Spawned(line);
            case "item_completed":
                return Item(line);
            case "thread_name_updated":
                if (line.Payload is { } name)
                    session.Rename(name);
                return new EntryOutcome(EntryFate.Carried);
            case "exited_review_mode":
                if (line.Payload is { } review)
                    session.AddReview(review);
                return new EntryOutcome(EntryFate.Carried);
            case "error":
                if (line.Payload is { } error)
                    session.AddError(error);
                return new EntryOutcome(EntryFate.Carried);
            case "context_compacted":
                return new EntryOutcome(EntryFate.Ignored, "compaction_marker");
            case "web_search_begin" or "web_search_end" or "mcp_tool_call_begin" or "exec_command_begin" or "patch_apply_begin"
                or "exec_command_output_delta" or "dynamic_tool_call_request" or "view_image_tool_call" or "image_generation_end"
                or "collab_agent_interaction_end" or "collab_waiting_end" or "collab_close_end" or "item_started"
                or "agent_reasoning_raw_content" or "agent_reasoning_section_break" or "plan_update" or "turn_diff":
                return new EntryOutcome(EntryFate.Ignored, "display_duplicate");
            case "thread_settings_applied" or "entered_review_mode" or "guardian_assessment" or "thread_goal_updated"
                or "undo_completed" or "account/rateLimits/updated" or "session_configured" or "background_event"
                or "stream_error" or "warning" or "thread_rolled_back" or "codex/event/raw_item":
                return new EntryOutcome(EntryFate.Ignored, "harness_state");
            default:
                return null;
        }
    }

    /// <summary>
    /// A finished item of a paginated rollout: details of a call, or something of the conversation shown a second time.
    /// Null when it is of no known type.
    /// </summary>
    private EntryOutcome? Item(CodexCliLine line)
    {
        switch (line.ItemType)
        {
            case "FileChange" or "McpToolCall" or "DynamicToolCall":
                return Detail(line);
            case "CommandExecution":
                // The commands of a script are not calls of the model; what they printed is in the script's answer.
                return IsOfScript(line) ? new EntryOutcome(EntryFate.Ignored, "script_command") : Detail(line);
            case "CollabAgentToolCall" when line.Tool == "spawn_agent":
                return Spawned(line);
            case "ExitedReviewMode":
                if (line.Payload is { } review)
                    session.AddReview(review);
                return new EntryOutcome(EntryFate.Carried);
            case "ContextCompaction":
                return new EntryOutcome(EntryFate.Ignored, "compaction_marker");
            case "EnteredReviewMode" or "HookPrompt" or "Sleep" or "Extension":
                return new EntryOutcome(EntryFate.Ignored, "harness_state");
            case "UserMessage" or "AgentMessage" or "Reasoning" or "Plan" or "WebSearch" or "ImageView" or "ImageGeneration"
                or "CollabAgentToolCall" or "SubAgentActivity" or null:
                return new EntryOutcome(EntryFate.Ignored, "display_duplicate");
            default:
                return null;
        }
    }

    private EntryOutcome Detail(CodexCliLine line)
    {
        var calls = steps.Calls.Find(line.CallId);
        if (calls.Count == 0 && IsOfScript(line) && steps.OpenScript is { } script)
            calls = [script];
        if (calls.Count == 0)
            return new EntryOutcome(EntryFate.Ignored, steps.Calls.IsReported(line.CallId) ? "late_detail" : "detail_without_call");
        var isScript = IsOfScript(line);
        var hasFailed = line.Success == false || (line.ItemType is "FileChange" or "McpToolCall" or "DynamicToolCall" && line.Status is "failed" or "declined")
            || (line.Kind == "mcp_tool_call_end" && HasFailed(line.Detail));
        foreach (var call in calls)
        {
            if (!isScript)
                call.Pending.DurationMs = line.DurationMs ?? call.Pending.DurationMs;
            if (!hasFailed && line.Detail is { } changes && (line.Kind == "patch_apply_end" || line.ItemType == "FileChange"))
                steps.AddChanges(call, changes);
            call.HasFailed |= hasFailed && !isScript;
        }

        return new EntryOutcome(EntryFate.Folded);
    }

    /// <summary>What a script's own calls leave behind carries an id that the model never gave.</summary>
    private static bool IsOfScript(CodexCliLine line) => line.CallId?.StartsWith("exec-", StringComparison.Ordinal) == true;

    private EntryOutcome Spawned(CodexCliLine line)
    {
        var calls = steps.Calls.Find(line.CallId);
        var isLate = calls.Count == 0 && steps.Calls.IsReported(line.CallId);
        if ((calls.Count == 0 && !isLate) || line.NewThreadId is not { Length: > 0 } thread)
            return new EntryOutcome(EntryFate.Ignored, "display_duplicate");
        foreach (var call in calls)
            call.SpawnedThread = thread;
        session.AddSpawned(line.CallId!, thread);
        return new EntryOutcome(isLate ? EntryFate.Carried : EntryFate.Folded);
    }

    /// <summary><c>{Err: ...}</c>, or <c>{Ok: {isError: true}}</c>.</summary>
    private static bool HasFailed(RawJson? result) => result is { } value
        && (value.TryGetMember("Err"u8, out _)
            || (value.TryGetMember("Ok"u8, out var ok) && ok.TryGetMember("isError"u8, out var flag) && flag.Kind == JsonValueKind.True));
}
