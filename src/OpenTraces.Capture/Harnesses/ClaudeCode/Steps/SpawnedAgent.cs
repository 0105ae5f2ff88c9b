namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>A sub-agent, known by the call that started it.</summary>
internal sealed class SpawnedAgent
{
    public required string ToolCallId { get; init; }

    public required int StepIndex { get; init; }

    /// <summary>The spawning step while it is open.</summary>
    public OpenStep? Step { get; set; }

    public required string Role { get; set; }

    public string? AgentId { get; set; }
}
