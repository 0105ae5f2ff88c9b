namespace OpenTraces.Schema;

/// <summary>Whether a model looks at rows before they leave.</summary>
public enum DatasetPublicationLlmReviewPolicy
{
    /// <summary>It may.</summary>
    Optional,

    /// <summary>It must.</summary>
    Required,

    /// <summary>It does not.</summary>
    Off,
}
