using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>What was deleted of a trace, and what of it remains where this bucket does not reach or must not.</summary>
public sealed record ForgetReceipt
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>What session it was of, for whatever else the host keeps of it; a trace that was forgotten before has one too.</summary>
    public required TraceKey Key { get; init; }

    /// <summary>The tombstone: the sequence of the event that says so. It stops another import and stays in the log.</summary>
    public required long Tombstone { get; init; }

    /// <summary>True when every byte that only this trace needed is gone. False: <see cref="Pending"/> says why; call again.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why bytes could not be deleted yet; null when they were.</summary>
    public string? Pending { get; init; }

    /// <summary>Objects that only this trace needed.</summary>
    public required long RemovedObjects { get; init; }

    /// <summary>Objects that other traces need too and that therefore remain.</summary>
    public required long SharedObjects { get; init; }

    /// <summary>Those other traces, in id order.</summary>
    public required IReadOnlyList<TraceId> SharedWith { get; init; }

    /// <summary>Segments that were rewritten without the trace.</summary>
    public required int SegmentsRewritten { get; init; }

    /// <summary>True when the search index holds none of its words any more.</summary>
    public required bool IndexPurged { get; init; }

    /// <summary>Events about the trace that stay in the log: ids, times, counts and digests, no text.</summary>
    public required int EventsKept { get; init; }

    /// <summary>Copies of damaged bytes that may hold some of the trace, relative to the bucket; delete them when they are not needed.</summary>
    public required IReadOnlyList<string> Quarantined { get; init; }
}
