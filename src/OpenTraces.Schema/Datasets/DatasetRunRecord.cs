namespace OpenTraces.Schema;

/// <summary>What is kept of a run.</summary>
public sealed record DatasetRunRecord
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The dataset.</summary>
    public required string DatasetName { get; init; }

    /// <summary>True when nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Who ran it.</summary>
    public required string Executor { get; init; }

    /// <summary>What it looked at; an object.</summary>
    public required RawJson Scope { get; init; }

    /// <summary>The workflow as it was.</summary>
    public required string WorkflowDigest { get; init; }

    /// <summary>The row schema as it was.</summary>
    public required string SchemaDigest { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string StartedAt { get; init; }

    /// <summary>ISO 8601; null while it runs.</summary>
    public string? FinishedAt { get; init; }

    /// <summary>Traces read.</summary>
    public int CandidateCount { get; init; }

    /// <summary>Rows the workflow emitted.</summary>
    public int EmittedCount { get; init; }

    /// <summary>Rows kept.</summary>
    public int AppendedCount { get; init; }

    /// <summary>Rows that were there already.</summary>
    public int DuplicateCount { get; init; }

    /// <summary>Rows that do not fit the schema.</summary>
    public int ValidationErrorCount { get; init; }

    /// <summary>Where it stands.</summary>
    public DatasetRunStatus Status { get; init; }

    /// <summary>Files the run left, by what they are.</summary>
    public IReadOnlyDictionary<string, string> Artefacts { get; init; } = new Dictionary<string, string>();

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
