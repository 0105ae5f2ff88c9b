using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>What a repair made again, and what it could not.</summary>
public sealed record RepairReport
{
    /// <summary>True when <c>bucket.json</c> was lost and was written anew; the bucket then has another id.</summary>
    public required bool Description { get; init; }

    /// <summary>What was done to the event log; null when it was whole.</summary>
    public required LogRepairReport? Log { get; init; }

    /// <summary>
    /// True when there are objects and the log has no event: a first import was killed, or the log is lost, and nobody can tell which. Importing the sessions again costs
    /// no space, and until <see cref="PruneOptions.AfterLoss"/> nothing of it is deleted.
    /// </summary>
    public bool IsLogLost { get; init; }

    /// <summary>Segments whose intact objects were moved to another; the damaged file is in quarantine.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Objects in them that were damaged.</summary>
    public required int LostObjects { get; init; }

    /// <summary>
    /// Traces whose files told of events that a log which looks whole does not have, and of which those were said again, in id order.
    /// The files are in quarantine.
    /// </summary>
    public IReadOnlyList<TraceId> Restored { get; init; } = [];

    /// <summary>Envelope files written anew.</summary>
    public required int Envelopes { get; init; }

    /// <summary>True when the counts were made again.</summary>
    public required bool Manifest { get; init; }

    /// <summary>True when the search index was built anew.</summary>
    public required bool Index { get; init; }

    /// <summary>Traces that still need what is lost, in id order. Import their sources again.</summary>
    public required IReadOnlyList<TraceId> Incomplete { get; init; }
}
