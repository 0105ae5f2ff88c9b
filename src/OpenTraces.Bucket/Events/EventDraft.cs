using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>An event before the log has given it a place.</summary>
internal sealed record EventDraft
{
    public required string Kind { get; init; }

    public TraceId? TraceId { get; init; }

    public required RawJson Data { get; init; }
}
