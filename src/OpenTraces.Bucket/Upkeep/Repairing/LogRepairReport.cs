using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// What a repair did to an event log that had a hole or had lost its end. Numbers after <see cref="LastIntact"/> were given out
/// again, to new events: a position kept elsewhere counts no more, and the bucket has another id.
/// </summary>
public sealed record LogRepairReport
{
    /// <summary>The last event of the unbroken beginning; 0 when none is left.</summary>
    public required long LastIntact { get; init; }

    /// <summary>Files of the log that were damaged or lay behind the damage; they are in quarantine.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Traces of which events lay behind it and were said again from what is intact.</summary>
    public required int Restored { get; init; }

    /// <summary>
    /// Events of which nothing is left, nor an envelope file as of them. What they said is in later envelope files, or lost: a
    /// trace that was added and never touched again may be gone without a name.
    /// </summary>
    public required long LostEvents { get; init; }

    /// <summary>Traces of which an event is lost that nothing else tells, in id order. Import their sources again.</summary>
    public required IReadOnlyList<TraceId> Behind { get; init; }
}
