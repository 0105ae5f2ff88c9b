using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>What became of one file, or of one line of a file that holds a session to a line. Exactly one of <see cref="Receipt"/>, <see cref="UnsupportedFormat"/> and <see cref="Error"/> is set.</summary>
public sealed record ImportResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The line the session stands on, from 1, where the file holds a session to a line; null when the file is one session.</summary>
    public int? Line { get; init; }

    /// <summary>Set when the file was a session.</summary>
    public IngestReceipt? Receipt { get; init; }

    /// <summary>The trace as it stands in this file; set with <see cref="Receipt"/>.</summary>
    public TraceSummary? Trace { get; init; }

    /// <summary>Where the entries went; set with <see cref="Receipt"/>.</summary>
    public ParseReport? Report { get; init; }

    /// <summary>The name of the format when it is none we read: a harness or one of its other files, <c>zstd</c> (compressed, and no session), <c>json</c>,
    /// <c>markdown</c>, <c>python</c>, <c>empty</c>, <c>binary</c> or <c>unknown</c>.</summary>
    public string? UnsupportedFormat { get; init; }

    /// <summary>Why the file failed.</summary>
    public OpenTracesException? Error { get; init; }
}
