namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>Where an entry stands in the tree.</summary>
[Flags]
internal enum PiPlace : byte
{
    None = 0,

    /// <summary>On the active branch.</summary>
    Active = 1,

    /// <summary>No part of any branch: the header, an entry without a type, one written once more.</summary>
    Outside = 2,

    /// <summary>Written once more.</summary>
    Repeated = 4,

    /// <summary>A message that is part of a branch.</summary>
    Message = 8,
}
