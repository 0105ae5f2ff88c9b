namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>What a disk holds of the bytes and names that were not flushed when the power went.</summary>
internal enum DiskState
{
    /// <summary>All of it: only the process died.</summary>
    Kept,

    /// <summary>None of it.</summary>
    Dropped,

    /// <summary>The names and the lengths, with zeros for the bytes.</summary>
    Zeroed,

    /// <summary>Sectors at random, and names up to a random one.</summary>
    Mixed,
}
