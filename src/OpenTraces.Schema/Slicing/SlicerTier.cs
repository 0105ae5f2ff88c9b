namespace OpenTraces.Schema;

/// <summary>What a slicer needs to decide where to cut.</summary>
public enum SlicerTier
{
    /// <summary>The steps alone.</summary>
    Deterministic,

    /// <summary>A few decisions of a person or a small model.</summary>
    CheapLlm,
}
