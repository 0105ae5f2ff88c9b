using OpenTraces.Schema;

namespace CustomHarness;

/// <summary>A step in the making: results of its calls come later.</summary>
internal sealed class OpenStep
{
    public required string Role { get; init; }

    public string? Time { get; init; }

    public string? Model { get; init; }

    public string? Content { get; set; }

    public string? Reasoning { get; set; }

    public bool IsMessageWritten { get; set; }

    public List<OpenCall> Calls { get; } = [];

    public Step Build(int index) => new()
    {
        StepIndex = index,
        Role = Role,
        Timestamp = Time,
        Model = Model,
        Content = Content,
        ReasoningContent = Reasoning,
        AgentRole = Role == StepRole.Agent ? "main" : null,
        ToolsAvailable = [.. Calls.Select(c => c.Tool).Distinct(StringComparer.Ordinal)],
        ToolCalls = [.. Calls.Select(c => new ToolCall { ToolCallId = c.Id, ToolName = c.Tool, Input = c.Input })],
        Observations = [.. Calls.Select(c => new Observation
        {
            SourceCallId = c.Id,
            Content = c.Output,
            Error = c.IsAnswered ? c.Error : "no_result",
        })],
    };
}
