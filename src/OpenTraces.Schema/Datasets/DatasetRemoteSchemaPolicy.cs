namespace OpenTraces.Schema;

/// <summary>What happens when a remote holds rows of a newer schema.</summary>
public enum DatasetRemoteSchemaPolicy
{
    /// <summary>Nothing is written there.</summary>
    RefuseIfNewer,
}
