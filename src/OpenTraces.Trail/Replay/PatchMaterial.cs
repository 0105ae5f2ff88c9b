namespace OpenTraces.Trail.Replay;

/// <summary>What the id of a patch in the event log is computed over.</summary>
internal sealed record PatchMaterial
{
    public required string TraceId { get; init; }

    public int GenerationIndex { get; init; }

    public required int StepIndex { get; init; }

    public string? SnapshotBefore { get; init; }

    public string? SnapshotAfter { get; init; }

    public required string FilePath { get; init; }

    /// <summary>Among the patches of the same step and file, from 0.</summary>
    public required int HunkIndex { get; init; }

    public required LineRange? Range { get; init; }

    public required string RawAuthoredHash { get; init; }

    public string? BlobBefore { get; init; }

    public string? BlobAfter { get; init; }
}
