namespace OpenTraces.Schema;

/// <summary>Whether the security tools must have run.</summary>
public enum DatasetPublicationSecurityPolicy
{
    /// <summary>Yes; there is no other value.</summary>
    Required,
}
