using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// One hash-chained log. (1) A batch is appended whole or not at all; (2) once <see cref="AppendAsync"/> returns, the batch
/// survives a power loss; (3) sequence numbers are 1, 2, 3 ... over all processes; (4) readers take no lock and never
/// write; (5) a broken chain is <see cref="OpenTracesErrorCode.StoreCorrupt"/>.
/// </summary>
internal interface IEventLog : IAsyncDisposable
{
    /// <summary>Appends a batch; returns it with sequence numbers and hashes.</summary>
    /// <param name="batch">What happened, in order.</param>
    /// <param name="expectedHead">
    /// When given: the sequence of the last event about each trace (0 for none). Another head is
    /// <see cref="OpenTracesErrorCode.StoreBusy"/> and nothing is written.
    /// </param>
    /// <param name="cancellationToken">Ends the call before the batch is written, never in the middle.</param>
    ValueTask<IReadOnlyList<TraceEvent>> AppendAsync(
        IReadOnlyList<EventDraft> batch,
        IReadOnlyDictionary<TraceId, long>? expectedHead = null,
        CancellationToken cancellationToken = default);

    /// <summary>Events after a position, in order.</summary>
    IAsyncEnumerable<TraceEvent> ReadAsync(long after = 0, CancellationToken cancellationToken = default);

    /// <summary>
    /// The events about a trace behind a position, in order. Costs what it returns, however long the log: each names the one
    /// before it.
    /// </summary>
    IAsyncEnumerable<TraceEvent> ReadTraceAsync(TraceId trace, long after = 0, CancellationToken cancellationToken = default);

    /// <summary>The events of a kind behind a position, in order. Segments without that kind are not read.</summary>
    IAsyncEnumerable<TraceEvent> ReadKindAsync(string kind, long after = 0, CancellationToken cancellationToken = default);

    /// <summary>The sequence of the last event about a trace; 0 when there is none.</summary>
    ValueTask<long> FindLastAsync(TraceId trace, CancellationToken cancellationToken = default);

    /// <summary>
    /// Everything that was read of the log survives a power loss when this returns, whoever wrote it. What another writer is just
    /// writing may have been read and may still be lost: it is waited for, and the last event that then is there is returned.
    /// </summary>
    ValueTask<long> FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>The sequence of the last event; 0 for an empty log.</summary>
    ValueTask<long> ReadHeadAsync(CancellationToken cancellationToken = default);
}
