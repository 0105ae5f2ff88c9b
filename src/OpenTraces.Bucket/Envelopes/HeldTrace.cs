using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>A trace as of one event.</summary>
/// <param name="Sequence">The last event about the trace that is in it.</param>
/// <param name="Envelope">What that event says.</param>
/// <param name="Facts">What its served record says of itself.</param>
internal sealed record HeldTrace(long Sequence, Envelope Envelope, TraceFacts Facts)
{
    public TraceId Id { get; } = Envelope.Key.ToTraceId();

    public TraceSummary Summarize()
    {
        var served = Envelope.Served;
        return new TraceSummary
        {
            TraceId = Id,
            Agent = Envelope.Key.Agent,
            SessionId = Envelope.Key.SessionId,
            SubAgentId = Envelope.Key.SubAgentId,
            Title = Facts.Title,
            Project = Facts.Project,
            TimestampStart = served.TimestampStart,
            TimestampEnd = served.TimestampEnd,
            Model = Facts.Model,
            Generation = served.Index,
            Generations = Envelope.Generations.Count,
            Steps = served.Steps,
            Patches = served.Patches,
            Lines = served.Lines,
        };
    }
}
