namespace OpenTraces.Datasets.Manifest;

/// <summary>What a dataset is: <c>.opentraces/manifest.yaml</c>, written once.</summary>
internal sealed record DatasetManifest
{
    public const string SchemaVersion = "1.0.0";

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string SchemaDigest { get; init; }

    public required string Workflow { get; init; }

    public required string WorkflowDigest { get; init; }

    public string Executor { get; init; } = InProcessExecutor.ExecutorName;

    /// <summary>True when rows need nobody's approval.</summary>
    public bool AutoReview { get; init; }
}
