using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>How a workflow ended.</summary>
public sealed record WorkflowOutcome
{
    /// <summary>Rows emitted.</summary>
    public required int Emitted { get; init; }

    /// <summary>Traces read.</summary>
    public required int Candidates { get; init; }

    /// <summary>Open questions; when there are any, no row is kept.</summary>
    public IReadOnlyList<JudgmentRequest> Requests { get; init; } = [];
}
