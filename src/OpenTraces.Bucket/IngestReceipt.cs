using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>The answer to adding a reading. Once it is returned, the trace survives a power loss.</summary>
public sealed record IngestReceipt
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>What changed.</summary>
    public required IngestOutcome Outcome { get; init; }

    /// <summary>The generation, from 1, whose bytes are exactly those of the reading; 0 when nothing was kept.</summary>
    public required int Generation { get; init; }

    /// <summary>The generation that is served when none is named; 0 when the trace is not held.</summary>
    public required int ServedGeneration { get; init; }
}
