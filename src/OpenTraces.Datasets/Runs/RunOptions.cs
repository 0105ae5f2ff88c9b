using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Datasets;

/// <summary>One run of a dataset's workflow.</summary>
public sealed record RunOptions
{
    /// <summary>Counts what would be appended and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Which traces are read; default all.</summary>
    public TraceFilter Filter { get; init; } = new();

    /// <summary>One trace only.</summary>
    public TraceId? Trace { get; init; }

    /// <summary>The most rows emitted, at least 1; null for no limit.</summary>
    public int? Limit { get; init; }

    /// <summary>The executor; null for the one in the dataset's manifest.</summary>
    public string? Executor { get; init; }

    /// <summary>Answers to the requests of an earlier run.</summary>
    public IReadOnlyList<JudgmentAnswer> Answers { get; init; } = [];

    /// <summary>
    /// Tells the fate of a trace's patches, usually <c>TraceTrail.TrackAsync</c> of the repository the rows are about.
    /// Without it, or where it gives null, survival is <c>unknown</c>.
    /// </summary>
    public Func<TraceId, CancellationToken, ValueTask<TraceTracking?>>? Track { get; init; }
}
