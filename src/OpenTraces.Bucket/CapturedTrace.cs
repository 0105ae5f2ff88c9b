using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>One reading of a session, ready to be kept.</summary>
public sealed record CapturedTrace
{
    /// <summary>What makes it the same trace as an earlier reading.</summary>
    public required TraceKey Key { get; init; }

    /// <summary>
    /// The record, anchors null. Its trace id is <see cref="Key"/>'s. It depends on the raw bytes and the parser version
    /// alone: no clock, no path, no machine.
    /// </summary>
    public required TraceRecord Record { get; init; }

    /// <summary>
    /// Where the steps come from when they are too many to stand in <see cref="Record"/>, whose list is empty then; null
    /// when they stand there.
    /// </summary>
    public StepSource? StreamedSteps { get; init; }

    /// <summary>The number of steps, wherever they stand.</summary>
    public int StepCount => StreamedSteps?.Count ?? Record.Steps.Count;

    /// <summary>The hunks of <see cref="TraceRecord.Patches"/> with their text, in the same order.</summary>
    public IReadOnlyList<TracePatch> Patches { get; init; } = [];

    /// <summary>The images and documents that steps name by address, each once.</summary>
    public IReadOnlyList<CapturedMedia> Media { get; init; } = [];

    /// <summary>The bytes the record was read from. The first is the session file, others are its companions.</summary>
    public required IReadOnlyList<RawSource> Sources { get; init; }

    /// <summary>What the parser did with every entry.</summary>
    public required ParseReport Report { get; init; }
}
