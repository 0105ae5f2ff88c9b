using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>A tool call that waits for its result.</summary>
internal sealed class PendingCall
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public RawJson Input { get; set; } = RawJson.EmptyObject;

    public int? DurationMs { get; set; }

    public bool IsAnswered { get; private set; }

    public string? Output { get; private set; }

    /// <summary>See <see cref="Observation.Error"/>.</summary>
    public string? Error { get; set; }

    public void Answer(string? output, string? error)
    {
        IsAnswered = true;
        Output = output;
        Error = error;
    }

    public ToolCall ToCall() => new() { ToolCallId = Id, ToolName = Name, Input = Input, DurationMs = DurationMs };

    public Observation ToObservation() => new()
    {
        SourceCallId = Id,
        Content = Output,
        Error = IsAnswered ? Error : Error ?? "no_result",
    };
}
