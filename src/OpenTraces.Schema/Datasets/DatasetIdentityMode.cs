namespace OpenTraces.Schema;

/// <summary>What makes two rows the same row.</summary>
public enum DatasetIdentityMode
{
    /// <summary>Their whole canonical text.</summary>
    PayloadHash,

    /// <summary>Some of their members, named by <see cref="DatasetIdentity.Fields"/>.</summary>
    Fields,
}
