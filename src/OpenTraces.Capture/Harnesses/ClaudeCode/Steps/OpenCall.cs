using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>A tool call whose step is still open.</summary>
internal sealed class OpenCall
{
    public required PendingCall Call { get; init; }

    public required OpenStep Step { get; init; }

    /// <summary>The working directory of the line that made the call.</summary>
    public string? WorkingDirectory { get; init; }

    public string? Timestamp { get; init; }
}
