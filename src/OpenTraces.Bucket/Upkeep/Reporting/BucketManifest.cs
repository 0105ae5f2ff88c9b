namespace OpenTraces.Bucket;

/// <summary>The counts in <c>manifest.json</c>, and whether they are those of the log.</summary>
public sealed record BucketManifest
{
    /// <summary>The event through which it counts.</summary>
    public required long Sequence { get; init; }

    /// <summary>Traces held.</summary>
    public required int Traces { get; init; }

    /// <summary>Their generations.</summary>
    public required int Generations { get; init; }

    /// <summary>Bytes of all raw sources of all generations, before sharing and compression.</summary>
    public required long RawBytes { get; init; }

    /// <summary>The last event of the log.</summary>
    public required long LogHead { get; init; }

    /// <summary>True when there was no manifest that could be read: the counts are then those of the log.</summary>
    public required bool Missing { get; init; }

    /// <summary>True when the log holds events that are not counted.</summary>
    public bool Stale => Sequence < LogHead;

    /// <summary>True when this call wrote the file anew.</summary>
    public required bool Healed { get; init; }
}
