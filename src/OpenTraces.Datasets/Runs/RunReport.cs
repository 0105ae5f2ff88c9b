using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>What a run did. Emitted rows are appended, duplicates, in validation errors or rejected.</summary>
public sealed record RunReport
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>True when nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Traces read.</summary>
    public required int Candidates { get; init; }

    /// <summary>Rows the workflow emitted.</summary>
    public required int Emitted { get; init; }

    /// <summary>Rows appended; in a dry run, rows that would be.</summary>
    public required int Appended { get; init; }

    /// <summary>Rows the dataset held already, or that were emitted twice.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Rows that do not fit the schema.</summary>
    public IReadOnlyList<RefusedRow> ValidationErrors { get; init; } = [];

    /// <summary>Rows the floor refused: a secret in a member name, or a tool that failed.</summary>
    public IReadOnlyList<RefusedRow> RejectedByFloor { get; init; } = [];

    /// <summary>Replacements made in all emitted rows.</summary>
    public required int Redactions { get; init; }

    /// <summary>True when the workflow is not the one the dataset was created with.</summary>
    public required bool WorkflowChanged { get; init; }

    /// <summary>Open questions. When there are any, nothing was appended; answer them and run again.</summary>
    public IReadOnlyList<JudgmentRequest> Requests { get; init; } = [];
}
