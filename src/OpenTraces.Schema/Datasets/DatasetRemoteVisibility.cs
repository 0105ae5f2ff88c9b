namespace OpenTraces.Schema;

/// <summary>Who may see a dataset at its remote.</summary>
public enum DatasetRemoteVisibility
{
    /// <summary>Whoever is given access.</summary>
    Private,

    /// <summary>Everybody.</summary>
    Public,
}
