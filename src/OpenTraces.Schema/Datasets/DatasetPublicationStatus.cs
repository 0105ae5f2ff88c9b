namespace OpenTraces.Schema;

/// <summary>Whether a row may be published.</summary>
public enum DatasetPublicationStatus
{
    /// <summary>Nobody has decided.</summary>
    NeedsReview,

    /// <summary>Approved; the next publication takes it.</summary>
    Publishable,

    /// <summary>Refused by a person.</summary>
    Rejected,

    /// <summary>Refused by a gate, whatever a person said.</summary>
    Blocked,

    /// <summary>Uploaded.</summary>
    Published,
}
