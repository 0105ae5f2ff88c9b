namespace OpenTraces.Schema;

/// <summary>Whether a person must look at a row before it leaves.</summary>
public enum DatasetPublicationReviewPolicy
{
    /// <summary>Yes.</summary>
    Required,

    /// <summary>No: what no gate refuses may leave.</summary>
    Auto,
}
