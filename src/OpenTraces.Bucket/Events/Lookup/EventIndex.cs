using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events.Lookup;

/// <summary>Finds events of one segment without reading the others. Sequences given are in the segment.</summary>
internal abstract class EventIndex
{
    /// <summary>Where an event begins.</summary>
    public abstract long OffsetOf(EventSegment segment, long sequence);

    /// <summary>The last event about a trace; 0 when there is none in the segment.</summary>
    public abstract long LastAbout(EventSegment segment, TraceId trace);

    /// <summary>The events of a kind behind a position, in order.</summary>
    public abstract IEnumerable<long> OfKind(EventSegment segment, string kind, long after);
}
