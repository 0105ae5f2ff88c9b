using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Datasets;

/// <summary>Everything a run of a workflow is a function of.</summary>
public sealed record RunPacket
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The dataset rows are made for.</summary>
    public required string Dataset { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the workflow itself.</summary>
    public required string WorkflowDigest { get; init; }

    /// <summary>Which traces are read.</summary>
    public TraceFilter Filter { get; init; } = new();

    /// <summary>One trace only; null for all the filter lets through.</summary>
    public TraceId? Trace { get; init; }

    /// <summary>The most rows emitted; null for no limit.</summary>
    public int? Limit { get; init; }

    /// <summary>Answers to requests of an earlier run.</summary>
    public IReadOnlyList<JudgmentAnswer> Answers { get; init; } = [];

    /// <summary>
    /// Tells the fate of a trace's patches; null when no repository was given. An executor that leaves the process does
    /// without it.
    /// </summary>
    public Func<TraceId, CancellationToken, ValueTask<TraceTracking?>>? Track { get; init; }
}
