using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>A step that later lines may still add to.</summary>
internal sealed class OpenStep(StepBuilder builder)
{
    public StepBuilder Builder { get; } = builder;

    /// <summary>What the fragments of one API message have in common; null for a step that takes no more.</summary>
    public UInt128? Key { get; init; }

    public string? SessionId { get; init; }

    public string? AgentId { get; init; }

    public bool IsSubAgent { get; init; }

    public string? Version { get; init; }

    /// <summary>Lines that went into it.</summary>
    public List<UInt128> Uuids { get; } = [];

    /// <summary>Text and thinking it holds, to know a replayed fragment by.</summary>
    public List<string> Parts { get; } = [];

    /// <summary>True for what comes of a message after its step was reported: its tokens are counted there.</summary>
    public bool IsContinuation { get; init; }

    public List<SpawnedAgent> Spawned { get; } = [];

    public bool HasUsage { get; set; }

    /// <summary>US dollars as its lines say; null when they do not.</summary>
    public double? StatedCost { get; set; }

    public bool HasStopReason { get; set; }

    /// <summary>Roughly the bytes it keeps in memory.</summary>
    public long Size { get; set; }
}
