using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Ties a sub-agent's lines to the call that started it: by the agent's id, the call's id, or the chain of line ids.</summary>
internal sealed class SubAgents
{
    public const string DefaultRole = "general";

    private readonly Dictionary<string, SpawnedAgent> _byCall = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpawnedAgent> _byAgent = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, SpawnedAgent?> _byLine = [];
    private readonly HashSet<string> _withFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _agentOfCall = new(StringComparer.Ordinal);

    public SubAgents(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> companions)
    {
        foreach (var (path, bytes) in companions)
        {
            if (AgentName(path, ".meta.json") is { } described)
                ReadMeta(described, bytes.Span);
            else if (AgentName(path, ".jsonl") is { } named)
                ReadBeginning(named, bytes.Span);
        }
    }

    /// <summary>Whether the agent has a file of its own beside the session's, which holds all it said.</summary>
    public bool HasOwnFile(string? agentId) => agentId is not null && _withFile.Contains(agentId);

    /// <summary>Every agent, in the order of the calls.</summary>
    public IEnumerable<SpawnedAgent> All => _byCall.Values.OrderBy(static a => a.StepIndex).ThenBy(static a => a.ToolCallId, StringComparer.Ordinal);

    public static bool Spawns(string toolName) => toolName is "Task" or "Agent";

    public static string RoleOf(string? agentType) => agentType switch
    {
        null or "" or "general-purpose" => DefaultRole,
        _ => agentType.ToLowerInvariant(),
    };

    /// <summary>Remembers a call that starts an agent.</summary>
    public void Add(OpenStep step, OpenCall call, UInt128? lineUuid)
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
        if (lineUuid is { } uuid && !_byLine.TryAdd(uuid, agent))
            _byLine[uuid] = null;
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
            else if (line.ParentUuid is { } parent)
                _byLine.TryGetValue(parent, out agent);
        }

        if (line.Uuid is { } uuid && agent is not null)
            _byLine.TryAdd(uuid, agent);
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
        if (string.IsNullOrEmpty(agentId) || agent.AgentId is not null)
            return false;
        agent.AgentId = agentId;
        if (agent.Step is not null)
            agent.Step.Builder.SubagentTrajectoryRef ??= agentId;
        // A later call may wake the same agent: its steps stay below the call that started it.
        return _byAgent.TryAdd(agentId, agent);
    }

    /// <summary>The agent's id in <c>subagents/agent-ID</c> with this ending; null for another path.</summary>
    private static string? AgentName(string path, string ending)
    {
        const string Prefix = "agent-";
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length > Prefix.Length + ending.Length && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(ending, StringComparison.Ordinal)
            ? name[Prefix.Length..^ending.Length]
            : null;
    }

    /// <summary>Reads the first line of an agent's file: a file that does not begin as one stands for nothing.</summary>
    private void ReadBeginning(string name, ReadOnlySpan<byte> bytes)
    {
        if (ProbeScan.Objects(bytes, 1) is [var first] && first.Has("isSidechain") && first.Has("sessionId"))
            _withFile.Add(first.Text("agentId") is { Length: > 0 } id ? id : name);
    }

    /// <summary>Reads a description, which may name the call.</summary>
    private void ReadMeta(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (RawJson.Parse(bytes).GetString("toolUseId"u8) is { Length: > 0 } call)
                _agentOfCall[call] = name;
        }
        catch (System.Text.Json.JsonException)
        {
            // A broken companion links nothing.
        }
    }
}
