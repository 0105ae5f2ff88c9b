namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>What a disk has of a write that was not flushed when the power went.</summary>
internal enum WriteFateKind
{
    /// <summary>All of it.</summary>
    Kept,

    /// <summary>None of it.</summary>
    Dropped,

    /// <summary>The length, with zeros where the file was shorter before.</summary>
    Zeroed,

    /// <summary>Its sectors up to one, and no length beyond them.</summary>
    FirstSectors,

    /// <summary>Its sectors from one on; zeros, or what was there, before them.</summary>
    LastSectors,
}
