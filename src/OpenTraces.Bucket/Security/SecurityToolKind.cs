namespace OpenTraces.Bucket;

/// <summary>What a security tool is for.</summary>
public enum SecurityToolKind
{
    /// <summary>Reports spans that are replaced by a placeholder.</summary>
    Detector,

    /// <summary>Reports spans with a replacement of its own.</summary>
    Transformer,

    /// <summary>Judges the whole and edits nothing.</summary>
    Judge,
}
