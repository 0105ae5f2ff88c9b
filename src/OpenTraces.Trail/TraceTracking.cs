using OpenTraces.Schema;

namespace OpenTraces.Trail;

/// <summary>The fate of a trace's patches.</summary>
public sealed record TraceTracking
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>The full id of the commit survival is judged at.</summary>
    public required string Head { get; init; }

    /// <summary>One per patch, in the trace's order.</summary>
    public required IReadOnlyList<PatchTracking> Patches { get; init; }
}
