namespace OpenTraces.Schema;

/// <summary>How much a <see cref="TraceFinding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>Something is missing or unusual; the record can be used.</summary>
    Warning,

    /// <summary>The record breaks a rule of the format; a reader may refuse it or draw wrong conclusions.</summary>
    Error,
}
