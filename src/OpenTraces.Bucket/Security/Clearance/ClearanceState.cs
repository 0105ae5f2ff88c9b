namespace OpenTraces.Bucket;

/// <summary>Whether something may leave the machine.</summary>
public enum ClearanceState
{
    /// <summary>Nobody knows what was run over it. It stays.</summary>
    Unknown,

    /// <summary>Something is known that keeps it here.</summary>
    NotCleared,

    /// <summary>It may leave.</summary>
    Cleared,
}
