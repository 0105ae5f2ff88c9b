namespace OpenTraces.Bucket;

/// <summary>What pruning found and did.</summary>
public sealed record PruneReport
{
    /// <summary>True when nothing was deleted because nothing was to be.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Segments whose end is written: only those can be rewritten.</summary>
    public required int Segments { get; init; }

    /// <summary>Objects in them that no trace needs.</summary>
    public required long DeadObjects { get; init; }

    /// <summary>The bytes of those on the disk.</summary>
    public required long DeadBytes { get; init; }

    /// <summary>
    /// Names of the segments that were, or with <see cref="DryRun"/> would be, rewritten and deleted: those with enough dead in them,
    /// and small ones that were merged.
    /// </summary>
    public required IReadOnlyList<string> Rewritten { get; init; }

    /// <summary>Bytes given back to the disk: those of the segments deleted less those of what was copied.</summary>
    public required long FreedBytes { get; init; }

    /// <summary>Temporary files of writers that were killed, relative to the bucket.</summary>
    public required IReadOnlyList<string> TemporaryFiles { get; init; }
}
