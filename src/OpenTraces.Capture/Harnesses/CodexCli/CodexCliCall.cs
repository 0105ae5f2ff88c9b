using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>A call and what later lines say about it.</summary>
internal sealed class CodexCliCall(PendingCall pending, CodexCliStep step)
{
    public PendingCall Pending { get; } = pending;

    public CodexCliStep Step { get; } = step;

    public string? Timestamp { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>The files that patches of this call changed, as the harness reported them, a report each.</summary>
    public List<RawJson>? Changes { get; set; }

    /// <summary>Set when the harness said of the tool itself that it failed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>The thread this call started.</summary>
    public string? SpawnedThread { get; set; }
}
