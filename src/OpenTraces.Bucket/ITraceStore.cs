using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>Keeps traces and finds them again.</summary>
/// <remarks>
/// Every implementation guarantees, and <c>TraceStoreConformance</c> tests:
/// (1) once <see cref="AddAsync"/> returns, any instance and process can read the trace;
/// (2) a reader never sees half a trace, not even after the writer was killed;
/// (3) adding bytes equal to a held generation changes nothing and is not an error; bytes that are the beginning of one are
/// remembered as an earlier generation at no cost in bytes, and what is served stays the same;
/// (4) bytes that extend the held ones are a new generation; bytes that leave them after a common beginning are one too,
/// and which of them is served does not depend on the order of arrival;
/// (5) <see cref="OpenRawAsync"/> returns exactly the bytes that were added;
/// (6) bytes that no longer match their digest are reported as <see cref="OpenTracesErrorCode.StoreCorrupt"/>, never returned;
/// (7) what is not there is null or an empty sequence, not an exception;
/// (8) all members may be called concurrently, and cancellation ends a call without leaving half a trace;
/// (9) media of the served generation are listed in the order they were given, each once, and come back exactly, through a
/// trace that has them only; equal bytes are kept once, however many traces have them;
/// (10) <see cref="CapturedTrace.StreamedSteps"/> are kept as if they stood in the record, and a reading whose streamed
/// steps are not as many as it says is refused whole;
/// (11) the commits observed of a trace come back in the order they were given, whatever becomes of the repository, until the trace is
/// forgotten.
/// Not promised: the order of <see cref="ListAsync"/>, or that it sees an addition that runs at the same time.
/// </remarks>
[Experimental("OT0001")]
public interface ITraceStore
{
    /// <summary>Keeps a reading of a session.</summary>
    ValueTask<IngestReceipt> AddAsync(CapturedTrace trace, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the steps of a session that is too large to be held while it is read. What is received and then not added leaves
    /// no trace behind. Null, the default, in a store that takes none: such a session is read again for its steps. A store may also
    /// let go of what it receives and read the steps again, as one does that must not write what it was told to forget.
    /// </summary>
    StepReceiver? ReceiveSteps() => null;

    /// <summary>The record of the served generation, anchors and conflicts laid over it.</summary>
    ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken = default);

    /// <summary>What a list shows of one trace; null when it is not held.</summary>
    ValueTask<TraceSummary?> FindSummaryAsync(TraceId id, CancellationToken cancellationToken = default);

    /// <summary>The steps <paramref name="first"/> to <paramref name="last"/> (indices from 1, both included); costs what it returns.</summary>
    IAsyncEnumerable<Step> ReadStepsAsync(TraceId id, int first, int last, CancellationToken cancellationToken = default);

    /// <summary>The hunks of the served generation with their text, in order.</summary>
    IAsyncEnumerable<TracePatch> ReadPatchesAsync(TraceId id, CancellationToken cancellationToken = default);

    /// <summary>The native bytes; null when the trace, generation or source is not held.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="generation">From 1; null for the served one.</param>
    /// <param name="source">A source name; null for the session file itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<Stream?> OpenRawAsync(
        TraceId id, int? generation = null, string? source = null, CancellationToken cancellationToken = default);

    /// <summary>The images and documents of the served generation, in the order the session holds them.</summary>
    IAsyncEnumerable<TraceMedia> ReadMediaAsync(TraceId id, CancellationToken cancellationToken = default);

    /// <summary>The bytes of one of them, by the address its step names; null when the trace has no such media.</summary>
    ValueTask<Stream?> OpenMediaAsync(TraceId id, ContentHash address, CancellationToken cancellationToken = default);

    /// <summary>The traces a filter lets through.</summary>
    IAsyncEnumerable<TraceSummary> ListAsync(TraceFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Full-text search. It reads the index as it is and never writes.</summary>
    ValueTask<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lays Git's answer beside a trace.</summary>
    ValueTask SetTrailAsync(TraceId id, TrailOverlay overlay, CancellationToken cancellationToken = default);

    /// <summary>What was laid beside a trace for a repository; null when nothing was.</summary>
    ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repositoryId, CancellationToken cancellationToken = default);

    /// <summary>Remembers in which commits the patches of a trace were found, all of them or none.</summary>
    ValueTask ObserveCommitsAsync(TraceId id, IReadOnlyList<ObservedCommit> commits, CancellationToken cancellationToken = default);

    /// <summary>What was remembered, in order, of all repositories; costs what it returns.</summary>
    IAsyncEnumerable<ObservedCommit> ReadCommitsAsync(TraceId id, CancellationToken cancellationToken = default);

    /// <summary>The log after a position; 0 reads it from the start.</summary>
    IAsyncEnumerable<TraceEvent> ReadEventsAsync(long after = 0, CancellationToken cancellationToken = default);
}
