using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>What a replay did to a clone.</summary>
public sealed record ReplayReceipt
{
    /// <summary>The only ref that is written.</summary>
    public const string Reference = "refs/opentraces/local/events/v1";

    /// <summary>The commit the ref names now; null when there is nothing to tell and no ref.</summary>
    public required string? Head { get; init; }

    /// <summary>The commit it named before; null when there was no ref. Equal to <see cref="Head"/> when nothing changed.</summary>
    public required string? PreviousHead { get; init; }

    /// <summary>How many commits were added, one for each trace with something new.</summary>
    public required int BatchesAdded { get; init; }

    /// <summary>How many events were added.</summary>
    public required int EventsAdded { get; init; }

    /// <summary>How many events the ref tells now.</summary>
    public required int Events { get; init; }

    /// <summary>The traces that have something to do with the repository, by id.</summary>
    public required IReadOnlyList<TraceId> Traces { get; init; }

    /// <summary>How many pieces of text were replaced by a placeholder in what was added.</summary>
    public required int Redactions { get; init; }

    /// <summary>
    /// Traces that the ref tells of and the store no longer holds, by id. An event log is only ever extended: to take them out of the clone,
    /// delete the ref and replay again.
    /// </summary>
    public required IReadOnlyList<TraceId> Forgotten { get; init; }
}
