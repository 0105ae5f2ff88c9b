using System.Text.Json;

namespace OpenTraces.Schema;

internal static class StepJson
{
    public static Step Read(ref JsonCursor json)
    {
        int? stepIndex = null, parentStep = null;
        string? role = null, content = null, reasoningContent = null, model = null, systemPromptHash = null,
            agentRole = null, callType = null, subagentTrajectoryRef = null, timestamp = null, contextNodeId = null;
        IReadOnlyList<string> toolsAvailable = [];
        IReadOnlyList<ToolCall> toolCalls = [];
        IReadOnlyList<Observation> observations = [];
        IReadOnlyList<Snippet> snippets = [];
        TokenUsage? tokenUsage = null;
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("step_index"u8)) stepIndex = json.ReadInt();
            else if (json.Is("role"u8)) role = json.ReadText();
            else if (json.Is("content"u8)) content = json.ReadText();
            else if (json.Is("reasoning_content"u8)) reasoningContent = json.ReadText();
            else if (json.Is("model"u8)) model = json.ReadText();
            else if (json.Is("system_prompt_hash"u8)) systemPromptHash = json.ReadText();
            else if (json.Is("agent_role"u8)) agentRole = json.ReadText();
            else if (json.Is("parent_step"u8)) parentStep = json.ReadInt();
            else if (json.Is("call_type"u8)) callType = json.ReadText();
            else if (json.Is("subagent_trajectory_ref"u8)) subagentTrajectoryRef = json.ReadText();
            else if (json.Is("tools_available"u8)) toolsAvailable = JsonInput.ReadTexts(ref json);
            else if (json.Is("tool_calls"u8)) toolCalls = JsonInput.ReadList(ref json, ToolCallJson.Read);
            else if (json.Is("observations"u8)) observations = JsonInput.ReadList(ref json, ObservationJson.Read);
            else if (json.Is("snippets"u8)) snippets = JsonInput.ReadList(ref json, SnippetJson.Read);
            else if (json.Is("token_usage"u8)) tokenUsage = TokenUsageJson.Read(ref json);
            else if (json.Is("timestamp"u8)) timestamp = json.ReadText();
            else if (json.Is("context_node_id"u8)) contextNodeId = json.ReadText();
            else json.Keep(ref unknown);
        }

        return new Step
        {
            StepIndex = json.Require(stepIndex, "step_index"),
            Role = json.Require(role, "role"),
            Content = content,
            ReasoningContent = reasoningContent,
            Model = model,
            SystemPromptHash = systemPromptHash,
            AgentRole = agentRole,
            ParentStep = parentStep,
            CallType = callType,
            SubagentTrajectoryRef = subagentTrajectoryRef,
            ToolsAvailable = toolsAvailable,
            ToolCalls = toolCalls,
            Observations = observations,
            Snippets = snippets,
            TokenUsage = tokenUsage ?? new TokenUsage(),
            Timestamp = timestamp,
            ContextNodeId = contextNodeId,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Step value)
    {
        writer.WriteStartObject();
        writer.WriteWhole("step_index"u8, value.StepIndex);
        writer.WriteText("role"u8, value.Role);
        writer.WriteText("content"u8, value.Content);
        writer.WriteText("reasoning_content"u8, value.ReasoningContent);
        writer.WriteText("model"u8, value.Model);
        writer.WriteText("system_prompt_hash"u8, value.SystemPromptHash);
        writer.WriteText("agent_role"u8, value.AgentRole);
        writer.WriteWhole("parent_step"u8, value.ParentStep);
        writer.WriteText("call_type"u8, value.CallType);
        writer.WriteText("subagent_trajectory_ref"u8, value.SubagentTrajectoryRef);
        writer.WriteTexts("tools_available"u8, value.ToolsAvailable);
        writer.WriteList("tool_calls"u8, value.ToolCalls, ToolCallJson.Write);
        writer.WriteList("observations"u8, value.Observations, ObservationJson.Write);
        writer.WriteList("snippets"u8, value.Snippets, SnippetJson.Write);
        writer.WritePropertyName("token_usage"u8);
        TokenUsageJson.Write(writer, value.TokenUsage);
        writer.WriteText("timestamp"u8, value.Timestamp);
        writer.WriteText("context_node_id"u8, value.ContextNodeId);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
