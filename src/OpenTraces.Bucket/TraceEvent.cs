using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>One entry of the bucket's log. The log is canonical: everything else but the blobs can be made from it.</summary>
public sealed record TraceEvent
{
    /// <summary>Position in the log, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was appended.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened, for example <c>trace_ingested</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The trace it is about; null for events about the bucket.</summary>
    public TraceId? TraceId { get; init; }

    /// <summary>The sequence of the event about the same trace before this one; null for the first, and without a trace.</summary>
    public long? TracePrevious { get; init; }

    /// <summary>The digest of this event, which the next one names.</summary>
    public required ContentHash Hash { get; init; }

    /// <summary>Ids, states and addresses of blobs; never prompts, outputs or patch text.</summary>
    public required RawJson Data { get; init; }
}
