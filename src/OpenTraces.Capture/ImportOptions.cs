using OpenTraces.Bucket;

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

    /// <summary>
    /// Where what tool calls did was written while the agents worked; null, the default, takes sessions as their transcripts tell
    /// them. What is found for the calls of a session becomes patches of their steps, where the call itself does not name the file.
    /// </summary>
    public CallLog? Calls { get; init; }

    /// <summary>
    /// So many files are read and kept at the same time, as long as they are small; a large one is alone. From 1; default the
    /// processors and two, at most 8, since some wait for the disk. Results come in the order of the files, and copies of one session are kept in that order too.
    /// </summary>
    public int MaxParallelFiles { get; init; } = Math.Min(8, Environment.ProcessorCount + 2);
}
