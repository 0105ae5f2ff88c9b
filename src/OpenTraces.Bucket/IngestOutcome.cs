namespace OpenTraces.Bucket;

/// <summary>What adding a reading changed.</summary>
public enum IngestOutcome
{
    /// <summary>The trace is new.</summary>
    Imported,

    /// <summary>A new generation was kept: the session grew, or was rewound and went on.</summary>
    Updated,

    /// <summary>
    /// The bytes equal a held generation, and nothing was written; or they are the beginning of one, and only where they end
    /// was noted.
    /// </summary>
    Unchanged,

    /// <summary>The trace was forgotten in this bucket, and nothing of it is taken in again; generations are 0.</summary>
    Forgotten,
}
