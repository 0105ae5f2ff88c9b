namespace OpenTraces.Capture;

/// <summary>How sessions are imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Reads every file as this harness's; null detects by content.</summary>
    public string? Agent { get; init; }

    /// <summary>The longest line read; a longer one is a malformed entry. Default 64 MiB.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// The steps of a larger file are not held in memory but stored while they are read, in bytes. Default 32 MiB. The trace is
    /// the same either way.
    /// </summary>
    public long MaxHeldBytes { get; init; } = 32 * 1024 * 1024;
}
