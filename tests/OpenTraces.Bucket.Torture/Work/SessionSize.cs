namespace OpenTraces.Bucket.Torture.Work;

/// <summary>How much a session of the torture says when it is complete.</summary>
public enum SessionSize
{
    /// <summary>A few hundred bytes to a few KiB: raw bytes that share a block with others.</summary>
    Small,

    /// <summary>Tens of KiB, with a companion file: blobs of their own, and a tail that grows.</summary>
    Medium,

    /// <summary>More than a MiB: a stream of chunks.</summary>
    Large,
}
