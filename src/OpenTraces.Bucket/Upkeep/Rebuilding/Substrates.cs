namespace OpenTraces.Bucket;

/// <summary>A part of a bucket that can be made again from what is canonical.</summary>
[Flags]
public enum Substrates
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The search index, from the log and the blobs.</summary>
    Index = 1,

    /// <summary>The records, from the raw sources, by the <see cref="IRecordBuilder"/> the host has registered.</summary>
    Traces = 2,

    /// <summary>What Git says of the traces, from what the log holds, by the <see cref="ITrailProjector"/> the host has registered.</summary>
    Trail = 4,

    /// <summary>All of them.</summary>
    All = Index | Traces | Trail,
}
