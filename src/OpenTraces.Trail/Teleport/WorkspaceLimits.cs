namespace OpenTraces.Trail.Teleport;

/// <summary>What a workspace may measure. An export keeps to it, so that opening can insist.</summary>
internal sealed record WorkspaceLimits
{
    public static WorkspaceLimits Default { get; } = new();

    /// <summary>Bytes of the manifest.</summary>
    public int Manifest { get; init; } = 4 << 20;

    /// <summary>Bytes of each file of text.</summary>
    public long Text { get; init; } = 512L << 20;

    /// <summary>Bytes of the bundle.</summary>
    public long Bundle { get; init; } = 1L << 30;

    /// <summary>Bytes of one object, as it is without compression.</summary>
    public long Object { get; init; } = 64L << 20;

    /// <summary>Bytes of all objects, and of all files that are checked out.</summary>
    public long Unpacked { get; init; } = 2L << 30;

    /// <summary>Objects, and files that are checked out.</summary>
    public int Objects { get; init; } = 500_000;
}
