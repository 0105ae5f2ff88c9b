namespace OpenTraces.Bucket;

/// <summary>How <see cref="TraceBucket.PruneAsync"/> goes about it.</summary>
public sealed record PruneOptions
{
    /// <summary>Only says what would be deleted; default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Accepts that events are lost which a repair could not say again, and deletes what no trace needs though it may be a session of
    /// which that was the only copy; default false, and pruning is then refused after such a repair.
    /// </summary>
    public bool AfterLoss { get; init; }

    /// <summary>The share of a segment, from 0 to 1, that must be dead for it to be rewritten; default 0.25.</summary>
    public double MinDeadRatio { get; init; } = 0.25;

    /// <summary>How long to wait for writers that are at work; default 30 seconds.</summary>
    public TimeSpan WriterTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
