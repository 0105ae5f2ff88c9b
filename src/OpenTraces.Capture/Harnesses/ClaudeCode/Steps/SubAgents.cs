using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Ties a sub-agent's lines to the call that started it: by the agent's id, the call's id, or the chain of line ids.</summary>
internal sealed class SubAgents
{
    public const string DefaultRole = "general";

    private readonly Dictionary<string, SpawnedAgent> _byCall = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpawnedAgent> _byAgent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpawnedAgent?> _byLine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _agentOfCall = new(StringComparer.Ordinal);

    public SubAgents(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> companions)
    {
        foreach (var (path, bytes) in companions)
            ReadMeta(path, bytes.Span);
    }

    /// <summary>Every agent, in the order of the calls.</summary>
    public IEnumerable<SpawnedAgent> All => _byCall.Values.OrderBy(static a => a.StepIndex).ThenBy(static a => a.ToolCallId, StringComparer.Ordinal);

    public static bool Spawns(string toolName) => toolName is "Task" or "Agent";

    public static string RoleOf(string? agentType) => agentType switch
    {
        null or "" or "general-purpose" => DefaultRole,
        _ => agentType.ToLowerInvariant(),
    };

    /// <summary>Remembers a call that starts an agent.</summary>
    public void Add(OpenStep step, OpenCall call, string? lineUuid)
    {
        var agent = new SpawnedAgent
        {
            ToolCallId = call.Call.Id,
            StepIndex = step.Builder.Index,
            Step = step,
            Role = RoleOf(call.Call.Input.GetString("subagent_type"u8)),
        };
        _byCall[agent.ToolCallId] = agent;
        step.Spawned.Add(agent);
        if (lineUuid is not null && !_byLine.TryAdd(lineUuid, agent))
            _byLine[lineUuid] = null;
        if (_agentOfCall.TryGetValue(agent.ToolCallId, out var agentId))
            Name(agent, agentId);
    }

    /// <summary>The agent a line belongs to; null when no id tells.</summary>
    public SpawnedAgent? Find(ClaudeCodeLine line)
    {
        SpawnedAgent? agent = null;
        if (line.AgentId is null || !_byAgent.TryGetValue(line.AgentId, out agent))
        {
            if (line.ParentToolUseId is not null && _byCall.TryGetValue(line.ParentToolUseId, out agent))
                Name(agent, line.AgentId);
            else if (line.ParentUuid is not null)
                _byLine.TryGetValue(line.ParentUuid, out agent);
        }

        if (line.Uuid is not null && agent is not null)
            _byLine.TryAdd(line.Uuid, agent);
        return agent;
    }

    /// <summary>Takes what the result of a spawning call says about the agent; the agent when its id was not known before.</summary>
    public SpawnedAgent? Answered(string toolCallId, ClaudeToolResult? result)
    {
        if (result is null || !_byCall.TryGetValue(toolCallId, out var agent))
            return null;
        if (agent.Role == DefaultRole && result.AgentType is not null)
            agent.Role = RoleOf(result.AgentType);
        return Name(agent, result.AgentId) ? agent : null;
    }

    private bool Name(SpawnedAgent agent, string? agentId)
    {
        if (string.IsNullOrEmpty(agentId) || agent.AgentId is not null || !_byAgent.TryAdd(agentId, agent))
            return false;
        agent.AgentId = agentId;
        if (agent.Step is not null)
            agent.Step.Builder.SubagentTrajectoryRef ??= agentId;
        return true;
    }

    /// <summary>Reads <c>subagents/agent-ID.meta.json</c>, which may name the call.</summary>
    private void ReadMeta(string path, ReadOnlySpan<byte> bytes)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (!name.StartsWith("agent-", StringComparison.Ordinal) || !name.EndsWith(".meta.json", StringComparison.Ordinal))
            return;
        try
        {
            if (RawJson.Parse(bytes).GetString("toolUseId"u8) is { Length: > 0 } call)
                _agentOfCall[call] = name["agent-".Length..^".meta.json".Length];
        }
        catch (System.Text.Json.JsonException)
        {
            // A broken companion links nothing.
        }
    }
}
