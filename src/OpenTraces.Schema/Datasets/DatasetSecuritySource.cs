namespace OpenTraces.Schema;

/// <summary>Where a security policy comes from.</summary>
public enum DatasetSecuritySource
{
    /// <summary>Nobody chose it.</summary>
    Default,

    /// <summary>The contract of the dataset's workflow.</summary>
    Workflow,

    /// <summary>A person.</summary>
    Manual,
}
