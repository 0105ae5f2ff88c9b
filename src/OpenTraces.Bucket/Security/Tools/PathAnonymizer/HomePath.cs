namespace OpenTraces.Bucket.Security;

/// <summary>Where the user of a home directory stands, and what else of the path names a machine.</summary>
internal readonly record struct HomePath(int UserStart, int UserLength)
{
    /// <summary>The drive letter of a Windows path.</summary>
    public int? DriveIndex { get; init; }

    public int DistroStart { get; init; }

    /// <summary>0 outside a WSL share.</summary>
    public int DistroLength { get; init; }
}
