namespace OpenTraces.Datasets;

/// <summary>Whether a row may be published. The JSON form is snake_case.</summary>
public enum RowState
{
    /// <summary>Nobody has decided.</summary>
    NeedsReview,

    /// <summary>Approved; the next publication takes it.</summary>
    Publishable,

    /// <summary>Refused by a person.</summary>
    Rejected,

    /// <summary>Refused by a gate, whatever a person said; see <see cref="DatasetRow.BlockReasons"/>.</summary>
    Blocked,

    /// <summary>Uploaded.</summary>
    Published,
}
