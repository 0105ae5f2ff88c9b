using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>One thing in a bucket that is not as it was written.</summary>
public sealed record VerifyIssue
{
    /// <summary>
    /// <c>event_log</c>, <c>object_damaged</c>, <c>object_missing</c>, <c>segment_damaged</c> (bytes in which no object is known),
    /// <c>footer_damaged</c>, <c>envelope_missing</c>, <c>envelope_differs</c>, <c>manifest_differs</c>, <c>log_end_missing</c>, <c>index_damaged</c>. The
    /// last five cost nothing that <c>bucket repair</c> cannot make again.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The file, relative to the bucket and with <c>/</c>; null when an object is nowhere.</summary>
    public string? Path { get; init; }

    /// <summary>Where in the file, in bytes; null when all of it is meant.</summary>
    public long? Offset { get; init; }

    /// <summary>How many bytes; null when that is not known.</summary>
    public long? Length { get; init; }

    /// <summary>The address of the object, or the first 32 digits where no more can be read; null when none is meant.</summary>
    public string? Address { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The traces that need it, in id order.</summary>
    public IReadOnlyList<TraceId> Traces { get; init; } = [];
}
