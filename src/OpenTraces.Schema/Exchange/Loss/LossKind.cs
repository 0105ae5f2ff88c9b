namespace OpenTraces.Schema;

/// <summary>What became of a value that is not where a reader of the other format would look for it.</summary>
public enum LossKind
{
    /// <summary>It is not in the document.</summary>
    Dropped,

    /// <summary>Another value stands for it.</summary>
    Approximated,

    /// <summary>An id or number was given anew; what pointed to it points to it still.</summary>
    Renamed,

    /// <summary>Only its beginning is there.</summary>
    Truncated,

    /// <summary>It is there whole, but in the format's place for extensions, which only OpenTraces reads.</summary>
    Carried,
}
